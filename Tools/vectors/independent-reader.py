#!/usr/bin/env python3
"""Checks the test vectors in Spec/Vectors with code written from the text of Spec/ alone.

Shares no code with the library. Needs Python 3.9; Ed25519, X25519, ChaCha20-Poly1305 and Argon2id come from the package
`cryptography` (44 or newer for Argon2id). Cases that need what is missing are skipped, and counted.

usage: independent-reader.py [DIR]     DIR defaults to Spec/Vectors of the repository that the script lies in
"""

import json
import pathlib
import sys

sys.dont_write_bytecode = True

from reader import behaviour, cases, texts
from reader.seals import Skip


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    directory = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "Spec" / "Vectors"
    words = (root / "Spec" / "bip39-english.txt").read_text("utf-8").split()
    checks = {
        "arrangements": behaviour.check_arrangements,
        "clinic-codes": cases.check_clinic_codes,
        "control": behaviour.check_control,
        "domain": cases.check_domain,
        "envelopes": cases.check_envelopes,
        "folders": behaviour.check_folders,
        "frames": behaviour.check_frames,
        "hashes": cases.check_hashes,
        "identities": cases.check_identities,
        "linking": cases.check_linking,
        "log": cases.check_log,
        "login": cases.check_login,
        "ops": behaviour.check_ops,
        "padding": cases.check_padding,
        "photos": cases.check_photos,
        "recovery": lambda case: cases.check_recovery(case, words),
        "sealed": cases.check_sealed,
        "sessions": behaviour.check_sessions,
        "sharing": cases.check_sharing,
        "texts": texts.check_texts,
        "values": cases.decoded,
        "varints": cases.decoded,
    }
    failed, missing = 0, set()
    for name, check in sorted(checks.items()):
        held, unread, skipped = 0, 0, 0
        for case in json.loads((directory / f"{name}.json").read_text("utf-8")):
            try:
                outcome = check(case)
            except Skip as skip:
                skipped += 1
                missing.add(str(skip))
                continue
            if outcome is None:
                unread += 1
            elif outcome:
                held += 1
            else:
                failed += 1
                print(f"{name}: {case['name']} does not hold", file=sys.stderr)
        print(
            f"{name}: {held} hold"
            + (f", {unread} not read by this script" if unread else "")
            + (f", {skipped} skipped" if skipped else "")
        )
    for package in sorted(missing):
        print(f"skipped what needs the Python package {package}: pip install {package.split()[0]}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
