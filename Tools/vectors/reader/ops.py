"""06 Folder state: ops and content bodies. Written from the text of Spec/ alone."""

from .encoding import LIMITS, Fault, civil_day, context, erased_entries, restates, score, timestamp, trigger


def subject(r):
    start, tag = r.at, r.byte()
    if tag not in (1, 2, 3):
        raise Fault("invalidValue", start)
    return (tag, None if tag == 1 else r.id(16).hex())


def diary_field(r):
    start, tag = r.at, r.byte()
    if tag not in (1, 2):
        raise Fault("invalidValue", start)
    return (tag, r.text(LIMITS["textBytesMax"]) if tag == 1 else civil_day(r))


PAYLOADS = {
    1: ("nameFolder", lambda r: (r.text(LIMITS["nameBytesMax"]),)),
    2: ("addPhoto", lambda r: (r.id(16).hex(), r.blob(LIMITS["manifestBytesMax"]).hex())),
    3: ("addComment", lambda r: (r.id(16).hex(), subject(r), r.text(LIMITS["textBytesMax"]))),
    4: ("amendComment", lambda r: (r.id(16).hex(), r.text(LIMITS["textBytesMax"]))),
    5: ("writeDiary", lambda r: (r.id(16).hex(), diary_field(r))),
    6: ("addTrigger", lambda r: (r.id(16).hex(), trigger(r))),
    7: ("removeTrigger", lambda r: (r.id(16).hex(), trigger(r))),
    9: ("erasePhoto", lambda r: (r.id(16).hex(), erased_entries(r))),
    8: ("addScore", lambda r: (r.id(16).hex(), score(r), civil_day(r))),
}


def op(r):
    code, length = r.varint(), r.count(LIMITS["bodyBytesMax"])
    if length > len(r.data) - r.at:
        raise Fault("truncated", r.at)
    if code not in PAYLOADS:
        return ("unknown", code, r.octets(length).hex())
    end = r.at + length
    name, payload = PAYLOADS[code]
    value = (name,) + payload(r)
    if r.at != end:
        raise Fault("invalidValue", r.at)
    return value


def body(r):
    cited, membership, time = context(r), context(r), timestamp(r)
    return {
        "context": cited,
        "membership": membership,
        "time": time,
        "ops": [op(r) for _ in range(r.count(LIMITS["opsMax"]))],
        "restates": restates(r),
    }


def described(name, value):
    """An op as its vector describes it."""
    if value[0] == "unknown":
        return {"code": str(value[1]), "payload": value[2]}
    kind, rest = value[0], value[1:]
    if kind == "nameFolder":
        return {"name": rest[0]}
    if kind == "addPhoto":
        return {"photo": rest[0], "manifest": rest[1]}
    if kind == "erasePhoto":
        return {"photo": rest[0], "entries": rest[1]}
    out = {"item": rest[0]}
    if kind == "addComment":
        out.update(subject=rest[1][0], text=rest[2])
        if rest[1][1]:
            out["subjectID"] = rest[1][1]
    elif kind == "amendComment":
        out["text"] = rest[1]
    elif kind == "writeDiary":
        out.update({"field": rest[1][0], "text" if rest[1][0] == 1 else "day": rest[1][1]})
    elif kind == "addScore":
        out.update(instrument=rest[1]["instrument"], items=rest[1]["items"], day=rest[2])
    else:
        out["trigger"] = rest[1]
    return out
