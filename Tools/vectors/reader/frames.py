"""10 The session: frames, and what a relay answers up to the login. Written from the text of Spec/ alone."""

from .control import genesis, keys
from .encoding import LIMITS, Fault, Reader, blob, dot, erased_entries, message, purposes, svarint, text, varint, vector
from .log import run
from .seals import H, verifies, wire_code

REFUSALS = 25
RESERVED_FRAMES = range(0x8A, 0x100, 0x10)


def version(r):
    return r.varint(0, 65535)


def hello(r):
    if r.octets(5) != b"DERMA":
        raise Fault("invalidValue", 0)
    return {
        "versions": [version(r) for _ in range(r.count(LIMITS["offersMax"]))],
        "suites": [r.byte() for _ in range(r.count(LIMITS["offersMax"]))],
        "nonce": r.id(32).hex(),
    }


def welcome(r):
    version(r), r.byte()
    value = {"challenge": r.id(32).hex()}
    r.varint(1048576, 2**32 - 1)
    return value


def login(r):
    account, start, tag = r.id(32), r.at, r.byte()
    if tag not in (1, 2):
        raise Fault("invalidValue", start)
    credential = keys(r) if tag == 1 else genesis(r)
    author = H("derma/1/author", credential["signing"] + credential["agreement"]) if tag == 1 else credential["account"]
    return {
        "account": account,
        "credential": credential,
        "author": author,
        "host": r.text(LIMITS["hostBytesMax"]),
        "signature": r.id(64),
    }


def have(r):
    value = {"folder": r.id(16).hex(), "vector": [shown(d) for d in vector(r)]}
    if r.at < len(r.data):
        value["checks"] = [r.octets(4).hex() for _ in value["vector"]]
        value["photos"] = str(r.varint())
        value["erased"] = str(r.varint())
    return value


def refused(r):
    start, code = r.at, r.byte()
    if not 1 <= code <= REFUSALS:
        raise Fault("invalidValue", start)
    folder = r.id(16).hex() if r.flag() else None
    return {"code": code, "folder": folder, "detail": str(r.svarint()), "endsSession": code <= 5}


def photo(r):
    return {"folder": r.id(16).hex(), "photo": r.id(16).hex()}


def photo_offer(r):
    photo(r)
    start, chunks = r.at, []
    for _ in range(r.count(LIMITS["chunksMax"])):
        chunks.append({"id": r.id(32).hex(), "length": r.varint(1, LIMITS["chunkBytesMax"])})
    if not chunks:
        raise Fault("invalidValue", start)
    return {"chunks": chunks}


def after_photo(*fields):
    def read(r):
        photo(r)
        return {name: production(r) for name, production in fields}

    return read


def shared(r):
    folders = r.set(
        lambda r: {"account": r.id(32).hex(), "folder": r.id(16).hex()},
        LIMITS["sharedFoldersMax"],
        lambda pair: (pair["account"], pair["folder"]),
    )
    return {"folders": folders}


def half_request(r):
    r.id(32)
    start = r.at
    r.id(16), purposes(r), r.svarint()
    request = r.data[start : r.at].hex()
    r.id(64)
    return {"request": request}


def shown(value):
    return f"{value['replica']}:{value['sequence']}"


def offset(r):
    return str(r.varint())


FRAMES = {
    0x01: hello,
    0x02: welcome,
    0x03: login,
    0x04: lambda r: {"time": str(r.svarint())},
    0x05: refused,
    0x06: lambda r: {},
    0x10: have,
    0x11: lambda r: run(r) and {},
    0x12: lambda r: {"folder": r.id(16).hex(), "dot": shown(dot(r))},
    0x13: shared,
    0x20: photo_offer,
    0x21: after_photo(("offset", offset)),
    0x24: after_photo(("entries", erased_entries)),
    0x25: lambda r: {"photo": photo(r)["photo"]},
    0x22: after_photo(("offset", offset), ("bytes", lambda r: r.blob(LIMITS["photoPieceBytesMax"]).hex())),
    0x23: after_photo(("offset", offset), ("count", lambda r: str(r.varint(1, LIMITS["photoWindowBytesMax"])))),
    0x30: lambda r: {"code": wire_code(r)},
    0x31: lambda r: wire_code(r) and {"organisation": r.id(32).hex()},
    0x32: lambda r: {"grant": r.id(16).hex()},
    0x33: lambda r: {"grant": r.id(16).hex(), "half": r.id(32).hex()},
    0x34: lambda r: {"grant": r.id(16).hex()},
    0x35: half_request,
    0x36: lambda r: {"grant": r.id(16).hex(), "half": r.id(32).hex()},
}


def cut(stream, most):
    """Cuts a stream into (type, payload); the fault, if any, comes with its offset in the stream."""
    found, at = [], 0
    while True:
        r = Reader(stream[at:])
        try:
            kind, length = r.byte(), r.count(most)
            payload = r.octets(length)
        except Fault as fault:
            return found, None if fault.code == "truncated" else Fault(fault.code, at + fault.offset)
        at += r.at
        found.append((kind, payload))


def payload_of(kind, payload):
    """A frame's value; None for one that may be passed over."""
    if kind not in FRAMES:
        if kind & 0x80:
            return None
        raise Fault("invalidValue", 0)
    return message(payload, FRAMES[kind])


def frame(kind, payload):
    return bytes([kind]) + blob(payload)


FROM_CLIENTS = {0x10, 0x11, 0x20, 0x22, 0x23, 0x24, 0x30, 0x33, 0x35}


def answer(stream, host, challenge, now):
    """What a relay answers to a client's stream, how it ends, and how many frames it takes after the login."""
    out, state, received, said = b"", "greeting", 0, {}

    def end(code):
        return out + frame(5, bytes([code]) + b"\0" + svarint(0)), "refused", received, False

    at = 0
    while True:
        most = LIMITS["frameBeforeLoginBytesMax"] if state != "open" else 1048576
        frames, fault = cut(stream[at:], most)
        if not frames:
            return end(2) if fault else (out, None, received, state == "open")
        kind, payload = frames[0]
        at += len(frame(kind, payload))
        try:
            value = payload_of(kind, payload)
        except Fault:
            return end(2)
        if kind == 6:
            return out, "bye", received, False
        if value is None:
            continue
        if state == "greeting" and kind == 1:
            if 1 not in value["versions"] or 1 not in value["suites"]:
                return end(1)
            said["hello"], said["welcome"] = payload, varint(1) + b"\1" + challenge + varint(1048576)
            reserved = RESERVED_FRAMES[challenge[0] % 8]
            out += frame(2, said["welcome"]) + frame(reserved, challenge[:8])
            state = "challenging"
        elif state == "challenging" and kind == 3:
            if value["host"] != host:
                return end(5)
            transcript = (
                blob(said["hello"]) + blob(said["welcome"]) + text(value["host"]) + value["account"] + value["author"]
            )
            credential = value["credential"]
            other = "account" in credential and credential["account"] != value["account"]
            digest = H("derma/1/transcript", transcript)
            if other or not verifies(credential["signing"], value["signature"], "derma/1/login", digest):
                return end(4)
            out += frame(4, svarint(now))
            state = "open"
        elif state == "open" and kind in FROM_CLIENTS:
            received += 1
        else:
            return end(3)
