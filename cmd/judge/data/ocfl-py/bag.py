"""Says what bagit thinks of bags.

The arguments are folders; standard output is a list with an object for each: {"file", "pass",
"faults": [text], "version"}. "version" is the one that bagit.txt declares, "" where it cannot be read.
"""

import json
import logging
import sys

import bagit

logging.disable(logging.CRITICAL)


def judge(path):
    out = {"file": path, "pass": False, "faults": [], "version": ""}
    try:
        bag = bagit.Bag(path)
        out["version"] = bag.version
        bag.validate()
        out["pass"] = True
    except bagit.BagError as e:
        details = getattr(e, "details", None) or [e]
        out["faults"] = [str(d) for d in details]
    except (OSError, ValueError) as e:  # what cannot be read, or is not UTF-8
        out["faults"] = ["%s: %s" % (type(e).__name__, e)]
    return out


json.dump([judge(path) for path in sys.argv[1:]], sys.stdout)
