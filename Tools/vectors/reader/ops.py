"""06 Folder state: ops and content bodies. Written from the text of Spec/ alone."""

from .domain import reading, score, site, suspicion
from .encoding import LIMITS, Fault, civil_day, context, erased_entries, restates, side_ids, timestamp, vector
from .texts import acts_of, read_rows


def tagged(r, most):
    start, tag = r.at, r.byte()
    if not 1 <= tag <= most:
        raise Fault("invalidValue", start)
    return tag


def item(r):
    return r.id(16).hex()


def link(r):
    return {"folder": item(r), "photo": item(r)}


def subject(r):
    tag = tagged(r, 4)
    if tag == 1:
        return {"kind": "folder"}
    out = {"kind": ["photo", "diary", "region"][tag - 2], "id": item(r)}
    if tag == 4:
        out["content"], start = r.id(32).hex(), r.at
        x, y, width, height = part = [r.varint(0, 65535) for _ in range(4)]
        if not width or not height or x + width > 65536 or y + height > 65536:
            raise Fault("invalidValue", start)
        out["part"] = part
    return out


def name(r):
    return r.text(LIMITS["nameBytesMax"])


def words(r):
    return r.text(LIMITS["textBytesMax"])


def optional(r, production):
    return production(r) if r.flag() else None


def dots(r):
    return [f"{dot['replica']}:{dot['sequence']}" for dot in vector(r)]


FIELDS = [
    ("folderName", None, name),
    ("folderSite", None, site),
    ("title", item, name),
    ("day", item, civil_day),
    ("entrySite", item, site),
    ("photoSite", item, site),
    ("fileTime", item, timestamp),
    ("countedScore", civil_day, item),
    ("enteredInError", item, lambda r: {"isError": r.flag(), "copy": optional(r, link)}),
    ("derivedFrom", item, link),
    ("parent", item, lambda r: optional(r, item)),
    ("home", link, item),
    ("deletion", item, lambda r: optional(r, dots)),
]


def field_place(r):
    """A place as (number, key), which sort as the specification says."""
    number = tagged(r, len(FIELDS))
    key = FIELDS[number - 1][1]
    value = key(r) if key else ""
    return (number, (value["folder"], value["photo"]) if isinstance(value, dict) else value)


def field(r):
    place = field_place(r)
    return place, FIELDS[place[0] - 1][2](r)


def text_place(r):
    return (tagged(r, 3), item(r))


def conflict_place(r):
    tag = tagged(r, 6)
    if tag == 1:
        return (1, field_place(r))
    if tag == 5:
        return (5, text_place(r))
    return (tag, item(r)) if tag == 4 else (tag, item(r), r.id(32).hex())


def edit(r):
    """Rows of (kind, n, p, what is inserted)."""
    start, count = r.at, r.count(LIMITS["bodyBytesMax"])
    if count > len(r.data) - r.at:
        raise Fault("truncated", start)
    rows, place = read_rows(r, count), r.at
    rest = words(r)
    if len(rest) != sum(n for kind, n, _ in rows if kind == 0):
        raise Fault("invalidValue", place)
    out, end = [], None
    for kind, n, p in rows:
        if kind == 0 and p == end or kind == 2 and n == 1:
            raise Fault("invalidValue", start)
        end = p + n if kind == 0 else None
        out.append((kind, n, p, rest[:n] if kind == 0 else None))
        rest = rest[n:] if kind == 0 else rest
    if not out:
        raise Fault("invalidValue", start)
    return out


def acts(rows):
    return acts_of([row[:3] for row in rows], "".join(row[3] or "" for row in rows))


PAYLOADS = {
    1: ("set", lambda r: field(r)),
    2: ("edit", lambda r: (text_place(r), edit(r))),
    3: ("addPhoto", lambda r: (item(r), r.blob(LIMITS["manifestBytesMax"]).hex())),
    4: ("addComment", lambda r: (item(r), subject(r), words(r))),
    5: ("amendComment", lambda r: (item(r), words(r))),
    6: ("addScore", lambda r: (item(r), score(r), civil_day(r))),
    7: ("amendScore", lambda r: (item(r), score(r), civil_day(r))),
    8: ("retract", lambda r: (item(r),)),
    9: ("suspect", lambda r: (item(r), suspicion(r))),
    10: ("unsuspect", lambda r: (item(r), suspicion(r))),
    11: ("addReading", lambda r: (item(r), reading(r))),
    12: ("removeReading", lambda r: (item(r), reading(r))),
    13: ("removeDiary", lambda r: (item(r),)),
    15: ("erasePhoto", lambda r: (item(r), erased_entries(r))),
    14: ("settle", lambda r: (conflict_place(r), side_ids(r))),
}


def op(r):
    code, length = r.varint(), r.count(LIMITS["bodyBytesMax"])
    if length > len(r.data) - r.at:
        raise Fault("truncated", r.at)
    if code not in PAYLOADS:
        return ("unknown", code, r.octets(length).hex())
    end = r.at + length
    name, payload = PAYLOADS[code]
    value = (name,) + tuple(payload(r))
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


# As the vectors show them


def show_field(place):
    name, key, _ = FIELDS[place[0] - 1]
    if key is link:
        return {"field": name, "folder": place[1][0], "photo": place[1][1]}
    return {"field": name, **({} if key is None else {"day" if key is civil_day else "id": place[1]})}


def show_text(place):
    return {"text": ["diary", "comment", "note"][place[0] - 1], "id": place[1]}


def show_place(place):
    kind = ["field", "comment", "score", "removal", "text", "subject"][place[0] - 1]
    if kind == "field":
        return {"conflict": kind, **show_field(place[1])}
    if kind == "text":
        return {"conflict": kind, **show_text(place[1])}
    return {"conflict": kind, "id": place[1], **({"party": place[2]} if len(place) > 2 else {})}


def show_act(row):
    kind, n, p, inserted = row
    if kind == 0:
        return {"insert": inserted, "at": p}
    return {"delete": n, "at": p, "isBackward": kind == 2}


def described(name, value):
    """An op as its vector describes it."""
    kind, rest = value[0], value[1:]
    if kind == "unknown":
        return {"code": str(rest[0]), "payload": rest[1]}
    if kind == "set":
        return {**show_field(rest[0]), "value": rest[1]}
    if kind == "edit":
        return {**show_text(rest[0]), "acts": [show_act(row) for row in rest[1]]}
    if kind == "addPhoto":
        return {"photo": rest[0], "manifest": rest[1]}
    if kind == "erasePhoto":
        return {"photo": rest[0], "entries": rest[1]}
    if kind == "settle":
        return {**show_place(rest[0]), "sides": [{"op": f"{a}:{b}.{i}", "event": e} for ((a, b), i), e in rest[1]]}
    names = {
        "addComment": ("subject", "text"),
        "amendComment": ("text",),
        "addScore": ("score", "day"),
        "amendScore": ("score", "day"),
        "suspect": ("suspicion",),
        "unsuspect": ("suspicion",),
        "addReading": ("reading",),
        "removeReading": ("reading",),
    }.get(kind, ())
    return {"item": rest[0], **dict(zip(names, rest[1:]))}
