"""Says what pyHanko thinks of every signature in PDF files.

The argument is {"files": [...], "trust": [...], "revocation": "none" | "embedded" | "fetch",
"at": "2026-11-24T12:00:00Z" or "", "lenient": bool}; standard output is a list with an object for
each file: {"file", "error", "signatures": [...]}. Only the roots in "trust" (files of PEM or DER) are
trusted. "none" asks for no proof that certificates are not revoked, "embedded" for one that the
file holds itself, with no network; "fetch" asks the certificates' authorities too.
"""

import asyncio
import json
import logging
import sys
from datetime import datetime

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import validation
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY
from pyhanko.sign.validation.ades import (
    _dss_to_local_knowledge,
    ades_lta_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
    bootstrap_validation_data_handlers,
)
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager


def spec(ask, roots, known):
    fetch = ask["revocation"] == "fetch"
    policy = NO_REVOCATION if ask["revocation"] == "none" else REQUIRE_REVINFO
    return SignatureValidationSpec(
        cert_validation_policy=CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=roots),
            revinfo_policy=CertRevTrustPolicy(policy),
        ),
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            online_fetching_rule=(
                RevinfoOnlineFetchingRule.ALWAYS_FETCH
                if fetch
                else RevinfoOnlineFetchingRule.LOCAL_ONLY
            ),
            certificate_fetching_rule=(
                CertificateFetchingRule.FOLLOW_ONLINE_RULE
                if fetch
                else CertificateFetchingRule.NEVER_FETCH
            ),
        ),
        local_knowledge=known,
    )


def name(value):
    return value.name if value is not None else ""


def describe(status, out):
    out["intact"] = status.intact
    out["valid"] = status.valid
    out["trusted"] = status.trusted
    out["signer"] = status.signing_cert.subject.human_friendly
    out["coverage"] = name(status.coverage)
    out["modification"] = name(status.modification_level)
    out["docmdp"] = status.docmdp_ok
    if not status.docmdp_ok and isinstance(status.diff_result, Exception):
        out["reason"] = str(status.diff_result)


def plain_context(embedded, ask, roots, at, mode):
    """What the simple checks know: the roots, and what the file itself holds."""
    certs, crls, ocsps = [], [], []
    try:
        dss = validation.dss.DocumentSecurityStore.read_dss(embedded.reader)
        certs = list(dss.load_certs())
        crls = [c.get_object().data for c in dss.crls]
        ocsps = [o.get_object().data for o in dss.ocsps]
    except validation.errors.NoDSSFoundError:
        pass
    return ValidationContext(
        trust_roots=roots,
        other_certs=certs,
        crls=crls,
        ocsps=ocsps,
        moment=at,
        allow_fetching=ask["revocation"] == "fetch" and at is None,
        revocation_mode=mode,
    )


async def timed(embedded, ask, roots, timing):
    """The checks for a signature with a timestamp, the document timestamps after it counted."""
    known = _dss_to_local_knowledge(embedded.reader)
    stamps = embedded.reader.embedded_timestamp_signatures
    if ask["revocation"] != "none" and any(s.signed_revision > embedded.signed_revision for s in stamps):
        policy = PdfSignatureValidationSpec(spec(ask, roots, known))
        return await ades_lta_validation(embedded, policy, timing_info=timing)
    # Without them, or without proofs about revocation, that function finds nothing to
    # judge the past by, and gives up.
    embedded.compute_integrity_info(diff_policy=DEFAULT_DIFF_POLICY)
    return await ades_with_time_validation(
        embedded.signed_data,
        spec(ask, roots, known),
        timing_info=timing,
        raw_digest=embedded.compute_digest(),
        validation_data_handlers=bootstrap_validation_data_handlers(spec(ask, roots, known), timing),
        extra_status_kwargs=embedded.summarise_integrity_info(),
        status_cls=PdfSignatureStatus,
    )


def signature(embedded, ask, roots, at):
    out = {"field": embedded.field_name, "kind": "signature", "pass": False}
    stamps = validation.generic_cms.extract_tst_data_iter(embedded.signer_info, signed=False)
    if next(stamps, None) is None:
        # The checks of EN 319 102-1 refuse what has no trusted time, level B-B that is.
        mode = "soft-fail" if ask["revocation"] == "none" else "require"
        context = plain_context(embedded, ask, roots, at, mode)
        status = validation.validate_pdf_signature(embedded, context)
        out["verdict"] = "OK" if status.bottom_line else status.summary()
        accepted = True
    else:
        timing = (
            ValidationTimingInfo(at, at, point_in_time_validation=True)
            if at
            else ValidationTimingInfo.now()
        )
        result = asyncio.run(timed(embedded, ask, roots, timing))
        status = result.api_status
        out["verdict"] = result.ades_subindic.standard_name
        out["reason"] = result.failure_msg or ""
        accepted = out["verdict"] == "OK"
    if status is None:
        return out
    describe(status, out)
    stamp = status.timestamp_validity
    if stamp is not None:
        out["timestamp"] = stamp.timestamp.isoformat()
        out["timestampTrusted"] = stamp.intact and stamp.valid and stamp.trusted
    out["certified"] = name(embedded.docmdp_level)
    out["pass"] = accepted and status.bottom_line
    return out


def timestamp(embedded, ask, roots, at):
    out = {"field": embedded.field_name, "kind": "timestamp", "pass": False}
    # The last stamp of a file has nothing in it that vouches for it later: a
    # proof that it is not revoked is used where there is one.
    context = plain_context(embedded, ask, roots, at, "soft-fail")
    status = validation.validate_pdf_timestamp(embedded, context)
    describe(status, out)
    out["timestamp"] = status.timestamp.isoformat()
    out["pass"] = status.intact and status.valid and status.trusted and status.docmdp_ok is not False
    out["verdict"] = "OK" if out["pass"] else status.summary()
    return out


def judge(path, ask, roots, at):
    out = {"file": path, "error": "", "signatures": []}
    try:
        with open(path, "rb") as f:
            # Strict, it refuses files whose table names a cross-reference stream as well.
            reader = PdfFileReader(f, strict=not ask["lenient"])
            for embedded in reader.embedded_signatures:
                stamp = embedded.sig_object["/Type"] == "/DocTimeStamp"
                one = {"field": embedded.field_name, "kind": "timestamp" if stamp else "signature", "pass": False}
                try:
                    one = (
                        timestamp(embedded, ask, roots, at)
                        if stamp
                        else signature(embedded, ask, roots, at)
                    )
                except Exception as e:
                    one["reason"] = f"{type(e).__name__}: {e}"
                out["signatures"].append(one)
    except Exception as e:
        out["error"] = f"{type(e).__name__}: {e}"
    return out


def main():
    logging.disable(logging.CRITICAL)
    ask = json.loads(sys.argv[1])
    roots = list(load_certs_from_pemder(ask["trust"]))
    at = datetime.fromisoformat(ask["at"].replace("Z", "+00:00")) if ask["at"] else None
    json.dump([judge(path, ask, roots, at) for path in ask["files"]], sys.stdout, indent=1)


main()
