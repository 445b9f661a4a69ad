"""Says what ocfl-py thinks of OCFL storage roots and objects.

The arguments are folders; standard output is a list with an object for each: {"file", "kind":
"root" | "object" | what else it is, "pass", "objects", "good", "faults": [{"code", "text", "place"}],
"warnings": [the same]}. The code is that of ocfl-py, the specification's with a letter: E092a.
"""

import json
import logging
import re
import sys

import ocfl
from ocfl.validator import Validator

logging.disable(logging.CRITICAL)


def sort(said, out, place=""):
    """Puts messages of the form "[[place]][E092a] text" to faults or warnings."""
    for line in said:
        m = re.match(r"(?:\[\[(.*?)\]\])?\[([EW]\d{3})(\w*)\] (.*)", line, re.S)
        if m:
            found = {"code": m[2] + m[3], "text": m[4], "place": m[1] or place}
            out["faults" if m[2][0] == "E" else "warnings"].append(found)
        else:
            out["faults"].append({"code": "", "text": line, "place": place})


def judge(path):
    out = {"file": path, "kind": ocfl.find_path_type(path), "pass": False, "objects": 1, "good": 0, "faults": [], "warnings": []}
    try:
        look(path, out)
    except Exception as e:  # what it had not reckoned with is no pass
        out["pass"] = False
        out["faults"].append({"code": "", "text": "%s: %s" % (type(e).__name__, e), "place": ""})
    return out


def look(path, out):
    if out["kind"] == "root":
        store = ocfl.StorageRoot(root=path)
        good = store.validate(log_warnings=True, max_errors=sys.maxsize)
        out["objects"], out["good"] = store.num_objects, store.good_objects
        # Of a root, validate gives no more than whether it could be walked.
        out["pass"] = good and store.num_objects == store.good_objects
        sort(store.log.messages, out)
        for place, messages in store.errors:
            sort(messages.split("\n"), out, place)
    else:
        # A folder without a declaration is judged as an object: that says what is wrong.
        validator = Validator(log_warnings=True)
        out["pass"] = validator.validate_object(path)
        out["good"] = int(out["pass"])
        sort(validator.log.messages, out)


json.dump([judge(path) for path in sys.argv[1:]], sys.stdout)
