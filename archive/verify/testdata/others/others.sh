#!/bin/sh
# Makes the signed PDFs in this folder with OpenSSL 3 and Poppler 22.12 (pdfsig,
# with keys in NSS's database), which know nothing of Chancery: sh others.sh, with
# openssl, pdfsig, certutil, pk12util and python3. The keys are thrown away.
set -e
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > ext.cnf <<'END'
[root]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[signer]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,nonRepudiation
extendedKeyUsage=emailProtection
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
END
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 7300 -subj "/O=Office of Tests/CN=Root of Others" -config ext.cnf -extensions root 2>/dev/null ||
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 7300 -subj "/O=Office of Tests/CN=Root of Others" \
  -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout signer.key -out signer.csr -subj "/O=Office of Tests/CN=Signer of Others" 2>/dev/null
openssl x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3650 -extfile ext.cnf -extensions signer -out signer.pem 2>/dev/null
cp root.pem "$here/root.pem"

# OpenSSL signs what a script puts before it, and the script puts that into place.
cat > place.py <<'END'
import subprocess, sys
plain, out, sub, *flags = sys.argv[1:]
data, room = open(plain, "rb").read(), 3000
start = int(data.rsplit(b"startxref", 1)[1].split()[0])
size = int(data.rsplit(b"/Size", 1)[1].split(b"/")[0])
objects = {
    1: b"<</Type/Catalog/Pages 2 0 R/Metadata 7 0 R/AcroForm<</Fields[%d 0 R]/SigFlags 3>>>>" % size,
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/Annots[%d 0 R]>>" % size,
    size: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/Rect[0 0 0 0]/F 132/P 3 0 R/V %d 0 R>>" % (size + 1),
    size + 1: b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/%s/ByteRange [0 %010d %010d %010d]/Contents <%s>>>" % (sub.encode(), 0, 0, 0, b"0" * 2 * room),
}
rows, body = b"", data
for n, o in sorted(objects.items()):
    rows += b"%d 1\n%010d 00000 n \n" % (n, len(body))
    body += b"%d 0 obj\n%s\nendobj\n" % (n, o)
body += b"xref\n%strailer\n<</Size %d/Root 1 0 R/Info 6 0 R/Prev %d/ID[<01><01>]>>\nstartxref\n%d\n%%%%EOF\n" % (rows, size + 2, start, len(body))
a = body.rindex(b"/Contents <") + 10
b = a + 2 * room + 2
body = body.replace(b"[0 %010d %010d %010d]" % (0, 0, 0), b"[0 %010d %010d %010d]" % (a, b, len(body) - b))
open("part", "wb").write(body[:a] + body[b:])
der = subprocess.run(["openssl", "cms", "-sign", "-binary", "-in", "part", "-signer", "signer.pem", "-inkey", "signer.key", "-certfile", "root.pem",
                      "-outform", "DER", "-nosmimecap", *flags], capture_output=True, check=True).stdout
value = der.hex().encode()
open(out, "wb").write(body[: a + 1] + value + b"0" * (2 * room - len(value)) + body[b - 1 :])
END
python3 place.py "$here/../foreign/unsigned.pdf" "$here/openssl-cades.pdf" ETSI.CAdES.detached -cades -md sha256
python3 place.py "$here/../foreign/unsigned.pdf" "$here/openssl-adbe.pdf" adbe.pkcs7.detached -md sha512
python3 place.py "$here/../foreign/unsigned.pdf" "$here/openssl-pss.pdf" adbe.pkcs7.detached -md sha256 -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:32
python3 place.py "$here/../foreign/unsigned.pdf" "$here/openssl-keyid.pdf" adbe.pkcs7.detached -md sha256 -keyid
python3 place.py "$here/../foreign/unsigned.pdf" "$here/openssl-sha1.pdf" adbe.pkcs7.detached -md sha1

mkdir nss
certutil -N -d nss --empty-password
openssl pkcs12 -export -in signer.pem -inkey signer.key -certfile root.pem -name signer -out signer.p12 -passout pass:
pk12util -i signer.p12 -d nss -W '' > /dev/null
certutil -M -d nss -n "Root of Others - Office of Tests" -t CT,C,C 2>/dev/null || certutil -A -d nss -n root -t CT,C,C -i root.pem
pdfsig -nssdir nss -add-signature -nick signer "$here/../foreign/unsigned.pdf" poppler.pdf > /dev/null 2>&1 || test -s poppler.pdf # NSS grumbles at its end
# Half a megabyte of it is a font: what is kept is the signature, and the digest of
# what it covers.
python3 - "$here" <<'END'
import hashlib, re, sys
data = open("poppler.pdf", "rb").read()
a, b, c = (int(n) for n in re.findall(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", data)[-1])
open(sys.argv[1] + "/poppler.der", "wb").write(bytes.fromhex(data[a + 1 : b - 1].decode()).rstrip(b"\0") + bytes(16))
open(sys.argv[1] + "/poppler.sha256", "w").write(hashlib.sha256(data[:a] + data[b : b + c]).hexdigest() + "\n")
END
