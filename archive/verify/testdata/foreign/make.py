"""Makes the signed PDFs in this folder with pyHanko 0.38 and qpdf, which know
nothing of Chancery: python3 make.py, in a virtual environment with pyhanko==0.38.0.

The authority is made anew each time; all happens in January 2026, and the tests
judge the files as of then and as of later. Keys are thrown away."""

import asyncio
import datetime as dt
import io
import subprocess
import sys
from pathlib import Path

from asn1crypto import crl as asn1_crl, keys as asn1_keys, ocsp as asn1_ocsp, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, ed448, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

UTC = dt.timezone.utc
SIGNED = dt.datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
here = Path(__file__).parent


def name(cn):
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Office of Tests"), x509.NameAttribute(NameOID.COMMON_NAME, cn)])


serials = iter(range(101, 1000))


def certificate(cn, key, issuer=None, issuer_key=None, ca=False, until=dt.datetime(2036, 1, 1), eku=None, usage=None, crl=None):
    b = x509.CertificateBuilder().subject_name(name(cn)).issuer_name(issuer.subject if issuer else name(cn))
    b = b.public_key(key.public_key()).serial_number(next(serials)).not_valid_before(dt.datetime(2025, 1, 1)).not_valid_after(until)
    b = b.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    flags = dict(digital_signature=not ca, content_commitment=not ca and eku is None, key_encipherment=False, data_encipherment=False,
                 key_agreement=False, key_cert_sign=ca, crl_sign=ca, encipher_only=False, decipher_only=False)
    b = b.add_extension(x509.KeyUsage(**flags), critical=True)
    b = b.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    if eku:
        b = b.add_extension(x509.ExtendedKeyUsage([eku]), critical=True)
    if eku == ExtendedKeyUsageOID.OCSP_SIGNING:
        b = b.add_extension(x509.OCSPNoCheck(), critical=False)
    if crl:
        b = b.add_extension(x509.CRLDistributionPoints([x509.DistributionPoint([x509.UniformResourceIdentifier(crl)], None, None, None)]), critical=False)
    return b.sign(issuer_key or key, hashes.SHA256())


def asn1(c):
    return asn1_x509.Certificate.load(c.public_bytes(serialization.Encoding.DER))


def asn1_key(k):
    return asn1_keys.PrivateKeyInfo.load(k.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


root_key, ca_key, ocsp_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
tsa_key = rsa.generate_private_key(65537, 2048)
root = certificate("Root of Tests", root_key, ca=True, until=dt.datetime(2046, 1, 1))
ca = certificate("Issuing Office", ca_key, root, root_key, ca=True, until=dt.datetime(2040, 1, 1), crl="http://ca.example/root.crl")
tsa = certificate("Clock of Tests", tsa_key, ca, ca_key, eku=ExtendedKeyUsageOID.TIME_STAMPING, crl="http://ca.example/ca.crl")
responder = certificate("Responder of Tests", ocsp_key, ca, ca_key, eku=ExtendedKeyUsageOID.OCSP_SIGNING)
people = {
    "p256": ec.generate_private_key(ec.SECP256R1()),
    "p384": ec.generate_private_key(ec.SECP384R1()),
    "p521": ec.generate_private_key(ec.SECP521R1()),
    "rsa": rsa.generate_private_key(65537, 3072),
    "ed25519": ed25519.Ed25519PrivateKey.generate(),
    "ed448": ed448.Ed448PrivateKey.generate(),
}
certs = {k: certificate("Signer " + k, v, ca, ca_key, until=dt.datetime(2028, 1, 1), crl="http://ca.example/ca.crl") for k, v in people.items()}


def crl(issuer, key):
    b = x509.CertificateRevocationListBuilder().issuer_name(issuer.subject).last_update(dt.datetime(2026, 1, 15, 6)).next_update(dt.datetime(2026, 1, 22))
    b = b.add_extension(x509.CRLNumber(1), critical=False)
    return asn1_crl.CertificateList.load(b.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))


def answer(cert):
    b = ocsp.OCSPResponseBuilder().add_response(cert, ca, hashes.SHA1(), ocsp.OCSPCertStatus.GOOD, dt.datetime(2026, 1, 15, 11), dt.datetime(2026, 1, 16), None, None)
    b = b.responder_id(ocsp.OCSPResponderEncoding.HASH, responder).certificates([responder])
    return asn1_ocsp.OCSPResponse.load(b.sign(ocsp_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))


def registry(*certs):
    store = SimpleCertificateStore()
    store.register_multiple(asn1(c) for c in certs)
    return store


def context(*who):
    return ValidationContext(trust_roots=[asn1(root)], other_certs=[asn1(ca), asn1(responder)], allow_fetching=False, revocation_mode="hard-fail",
                             crls=[crl(root, root_key), crl(ca, ca_key)], ocsps=[answer(certs[w]) for w in who], moment=SIGNED)


def stamper(moment=SIGNED):
    t = DummyTimeStamper(asn1(tsa), asn1_key(tsa_key), registry(ca), fixed_dt=moment)
    return t


def sign(data, who="p256", level="b", field="Signature1", certify=None, minutes=0, visible=None, pss=False, md="sha256", subfilter=None, strict=True,
         settings=None, style=None, cades=None, password=None, **more):
    w = IncrementalPdfFileWriter(io.BytesIO(data), strict=strict)
    if password:
        w.encrypt(password)
    if visible:
        fields.append_signature_field(w, fields.SigFieldSpec(field, box=visible, **more))
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm=md, subfilter=subfilter or fields.SigSeedSubFilter.PADES, 
        embed_validation_info=level in ("lt", "lta"), use_pades_lta=level == "lta",
        cades_signed_attr_spec=cades, **({"dss_settings": settings} if settings else {}), **(more if not visible else {}),
        validation_context=context(who) if level in ("lt", "lta") else None,
        certify=certify is not None, docmdp_permissions=certify or fields.MDPPerm.FILL_FORMS)
    signer = signers.SimpleSigner(asn1(certs[who]), asn1_key(people[who]), registry(ca), prefer_pss=pss)
    ts = stamper(SIGNED + dt.timedelta(minutes=minutes)) if level != "b" else None
    out = signers.PdfSigner(meta, signer, timestamper=ts, stamp_style=style).sign_pdf(w, existing_fields_only=False)
    return out.getvalue()


def table():
    """A page of text with a title, as an old program writes it."""
    text = b"BT /F 24 Tf 72 700 Td (An official letter.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Metadata 7 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Title(A letter)/Producer(An old program)>>",
    ]
    xmp = (b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
           b'<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="B"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>')
    objects.append(b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream" % (len(xmp), xmp))
    return build(objects, b"/Info 6 0 R/ID[<01><01>]")


def build(objects, more, header=b"%PDF-1.7\n"):
    out, places = header, []
    for i, o in enumerate(objects):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i + 1, o)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, more, start)


def hybrid():
    """A file that old readers read by its table and new ones by its stream."""
    base = table()
    base = base[: base.rindex(b"xref\n0")]
    places = [base.index(b"%d 0 obj" % n) for n in range(1, 8)]
    held = b"9 0 <</Kind/Held>>"
    stream = len(base)
    base += b"8 0 obj\n<</Type/ObjStm/N 1/First 4/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(held), held)
    hidden = len(base)
    row = b"\x02\x00\x08\x00"
    base += b"10 0 obj\n<</Type/XRef/W[1 2 1]/Index[9 1]/Size 11/Length 4>>\nstream\n%s\nendstream\nendobj\n" % row
    start = len(base)
    base += b"xref\n0 9\n0000000009 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places) + b"%010d 00000 n \n9 1\n0000000000 00000 f \n" % stream
    return base + b"trailer\n<</Size 11/Root 1 0 R/Info 6 0 R/XRefStm %d/ID[<01><01>]>>\nstartxref\n%d\n%%%%EOF\n" % (hidden, start)


def qpdf(data, *flags):
    p = subprocess.run(["qpdf", *flags, "--deterministic-id", "-", "-"], input=data, capture_output=True)
    if p.returncode:
        (here / "in.tmp").write_bytes(data)
        p = subprocess.run(["qpdf", *flags, "--deterministic-id", str(here / "in.tmp"), "-"], capture_output=True, check=True)
        (here / "in.tmp").unlink()
    return p.stdout


def options(plain, reserved):
    """What else pyHanko can do, one thing each."""
    place = SigDSSPlacementPreference
    files = {
        "b-ed25519": sign(plain, "ed25519", md="sha512"),
        "b-ed448": sign(plain, "ed448", md="shake256"),
        "lta-ed25519": sign(plain, "ed25519", "lta", md="sha512"),
        "lta-pss": sign(plain, "rsa", "lta", pss=True, md="sha384"),
        "lt-with-signature": sign(plain, level="lt", settings=DSSContentSettings(include_vri=False, placement=place.TOGETHER_WITH_SIGNATURE)),
        "lta-separate": sign(plain, level="lta", settings=DSSContentSettings(placement=place.SEPARATE_REVISION)),
        "lta-no-vri": sign(plain, level="lta", settings=DSSContentSettings(include_vri=False)),
        "lta-renewed": renewed(sign(plain, level="lta")),
        "timestamp-only": stamped(plain),
        "text-stamp": sign(reserved, field="First", style=TextStampStyle(stamp_text="Signed by %(signer)s")),
        "said-more": sign(plain, reason="I concur", location="Santa Fe", name="Signer p256", contact_info="office@example.org"),
        "commitment": sign(plain, cades=CAdESSignedAttrSpec(commitment_type=GenericCommitment.PROOF_OF_ORIGIN.asn1, timestamp_content=True), level="t"),
        "reserved-lta": sign(sign(reserved, level="lta", field="First", style=TextStampStyle(stamp_text="%(signer)s")), "rsa", "lta", "Second", minutes=1,
                             style=TextStampStyle(stamp_text="%(signer)s")),
    }
    for action, names in (("INCLUDE", ["Late"]), ("EXCLUDE", ["Late"])):
        w = IncrementalPdfFileWriter(io.BytesIO(plain))
        lock = fields.FieldMDPSpec(getattr(fields.FieldMDPAction, action), fields=names)
        fields.append_signature_field(w, fields.SigFieldSpec("Locks", field_mdp_spec=lock))
        fields.append_signature_field(w, fields.SigFieldSpec("Late"))
        out = io.BytesIO()
        w.write(out)
        files["locked-" + action.lower()] = sign(sign(out.getvalue(), field="Locks"), "rsa", field="Late")
    # A seed value that wants SHA-512 and a reason of its own.
    w = IncrementalPdfFileWriter(io.BytesIO(plain))
    seed = fields.SigSeedValueSpec(flags=fields.SigSeedValFlags.DIGEST_METHOD, digest_methods=["sha512"])
    fields.append_signature_field(w, fields.SigFieldSpec("Signature1", seed_value_dict=seed))
    out = io.BytesIO()
    w.write(out)
    files["seeded"] = sign(out.getvalue(), md="sha512")
    w = copy_into_new_writer(PdfFileReader(io.BytesIO(plain)))
    w.encrypt("secret", "secret")
    out = io.BytesIO()
    w.write(out)
    files["encrypted"] = sign(out.getvalue(), password="secret")
    return files


def renewed(data):
    """A second document timestamp, a week before the lists expire."""
    out = signers.PdfTimeStamper(stamper(SIGNED + dt.timedelta(minutes=5))).update_archival_timestamp_chain(
        PdfFileReader(io.BytesIO(data)), context(), in_place=False)
    return out.getvalue()


def stamped(data):
    """A document timestamp that nobody's signature stands before."""
    w = IncrementalPdfFileWriter(io.BytesIO(data))
    return signers.PdfTimeStamper(stamper()).timestamp_pdf(w, "sha256").getvalue()


def main():
    plain = table()
    linear = qpdf(plain, "--linearize", "--object-streams=disable")
    packed = qpdf(plain, "--object-streams=generate")
    files = {
        "unsigned": plain,
        "b": sign(plain),
        "t": sign(plain, level="t"),
        "lt": sign(plain, level="lt"),
        "lta": sign(plain, level="lta"),
        "lta-packed": sign(packed, level="lta"),
        "b-linear": sign(linear),
        "lta-linear": sign(linear, level="lta"),
        "b-hybrid": sign(hybrid(), strict=False),
        "b-p384": sign(plain, "p384", md="sha384"),
        "b-p521": sign(plain, "p521", md="sha512"),
        "b-rsa": sign(plain, "rsa"),
        "b-rsa-sha512": sign(plain, "rsa", md="sha512"),
        "b-pss": sign(plain, "rsa", pss=True),
        "b-sha1": sign(plain, "rsa", md="sha1"),
        "b-adbe": sign(plain, subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED),
        "certified-1-lta": sign(plain, level="lta", certify=fields.MDPPerm.NO_CHANGES),
        "certified-2": sign(plain, certify=fields.MDPPerm.FILL_FORMS),
        "certified-3": sign(plain, certify=fields.MDPPerm.ANNOTATE),
    }
    # Two people sign one letter, the second a minute later in a field that was there.
    w = IncrementalPdfFileWriter(io.BytesIO(plain))
    for n, box in (("First", (72, 100, 272, 150)), ("Second", (300, 100, 500, 150))):
        fields.append_signature_field(w, fields.SigFieldSpec(n, box=box))
    out = io.BytesIO()
    w.write(out)
    reserved = out.getvalue()
    one = sign(reserved, "p256", "lta", "First", certify=fields.MDPPerm.FILL_FORMS)
    files["two-lta"] = sign(one, "rsa", "lta", "Second", minutes=1)
    files["two-b"] = sign(sign(plain, "p256", "b", "First"), "rsa", "b", "Second")
    files["visible-after"] = sign(sign(plain), "rsa", field="Other", visible=(72, 100, 272, 150))
    files["visible-after-certified"] = sign(sign(plain, certify=fields.MDPPerm.FILL_FORMS), "rsa", field="Other", visible=(72, 100, 272, 150))
    # The first signature locks all fields (FieldMDP); another is signed none the less.
    w = IncrementalPdfFileWriter(io.BytesIO(plain))
    lock = fields.FieldMDPSpec(fields.FieldMDPAction.ALL)
    fields.append_signature_field(w, fields.SigFieldSpec("Locks", field_mdp_spec=lock))
    fields.append_signature_field(w, fields.SigFieldSpec("Late"))
    out = io.BytesIO()
    w.write(out)
    files["locked-all"] = sign(sign(out.getvalue(), field="Locks"), "rsa", field="Late")
    files |= options(plain, reserved)
    for n, data in files.items():
        (here / (n + ".pdf")).write_bytes(data)
        print(n, len(data))
    (here / "root.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    (here / "crl.pem").write_bytes(b"".join(b"-----BEGIN X509 CRL-----\n" + __import__("base64").encodebytes(c.dump()) + b"-----END X509 CRL-----\n" for c in (crl(root, root_key), crl(ca, ca_key))))


main()
