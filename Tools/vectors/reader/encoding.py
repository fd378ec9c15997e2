"""01 Encoding: primitives, errors and common values. Written from the text of Spec/ alone."""

LIMITS = {
    "frameBeforeLoginBytesMax": 4096,
    "bodyBytesMax": 262144,
    "runEntriesMax": 1024,
    "runBodyBytesMax": 786432,
    "replicasMax": 4096,
    "replicasPerAuthorMax": 32,
    "opsMax": 1024,
    "eventsMax": 16777216,
    "textBytesMax": 65536,
    "nameBytesMax": 256,
    "manifestBytesMax": 32768,
    "chunksMax": 512,
    "chunkBytesMax": 262272,
    "photoPieceBytesMax": 65536,
    "photoWindowBytesMax": 1048576,
    "erasureEntriesMax": 64,
    "devicesMax": 1024,
    "epochsMax": 4096,
    "grantsMax": 1024,
    "sealedKeyBytesMax": 512,
    "welcomeBytesMax": 131072,
    "sharedFoldersMax": 4096,
    "offersMax": 32,
    "hostBytesMax": 255,
}


class Fault(Exception):
    """01 Encoding, Errors."""

    def __init__(self, code, offset):
        super().__init__(f"{code} at {offset}")
        self.code, self.offset = code, offset


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def byte(self):
        if self.at >= len(self.data):
            raise Fault("truncated", len(self.data))
        self.at += 1
        return self.data[self.at - 1]

    def octets(self, n):
        if len(self.data) - self.at < n:
            raise Fault("truncated", self.at)
        self.at += n
        return self.data[self.at - n : self.at]

    def id(self, n):
        return b"".join(self.octets(8) for _ in range(n // 8))

    def varint(self, low=0, high=2**64 - 1):
        start, value = self.at, 0
        for place in range(10):
            byte = self.byte()
            if place == 9 and byte > 1:
                raise Fault("overflow", start)
            value |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                if byte == 0 and place > 0:
                    raise Fault("nonMinimal", start)
                break
        if not low <= value <= high:
            raise Fault("invalidValue", start)
        return value

    def svarint(self):
        number = self.varint()
        return -(number >> 1) - 1 if number & 1 else number >> 1

    def count(self, most):
        start, value = self.at, self.varint()
        if value > most:
            raise Fault("limitExceeded", start)
        return value

    def flag(self):
        start, value = self.at, self.byte()
        if value > 1:
            raise Fault("invalidValue", start)
        return value == 1

    def blob(self, most):
        return self.octets(self.count(most))

    def text(self, most):
        start, content = self.at, self.blob(most)
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            raise Fault("malformedText", start) from None

    def set(self, element, most, key):
        values = []
        for _ in range(self.count(most)):
            start, value = self.at, element(self)
            if values and key(values[-1]) >= key(value):
                raise Fault("unsorted", start)
            values.append(value)
        return values

    def end(self):
        if self.at != len(self.data):
            raise Fault("trailingBytes", self.at)


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out) + bytes([number])


def svarint(number):
    return varint(2 * number if number >= 0 else -2 * number - 1)


def blob(content):
    return varint(len(content)) + content


def text(content):
    return blob(content.encode("utf-8"))


def message(data, production):
    reader = Reader(data)
    value = production(reader)
    reader.end()
    return value


def dot(r):
    replica = r.id(16)
    return {"replica": replica.hex(), "sequence": str(r.varint(1, 2**63 - 1))}


def head(r):
    value = dot(r)
    value["hash"] = r.id(32).hex()
    return value


def erased_entries(r):
    """The entries that an erasure names: ascending by dot, then hash."""

    def order(value):
        return value["replica"], int(value["sequence"]), value["hash"]

    heads = r.set(head, LIMITS["erasureEntriesMax"], order)
    return [{"dot": f"{h['replica']}:{h['sequence']}", "hash": h["hash"]} for h in heads]


def side_ids(r):
    """Sides as (op, event), ascending; an op is ((replica, sequence), place)."""

    def read(r):
        of = dot(r)
        op = (of["replica"], int(of["sequence"])), r.count(LIMITS["opsMax"])
        return op, r.count(LIMITS["eventsMax"])

    return r.set(read, LIMITS["replicasMax"], lambda value: value)


def vector(r):
    return r.set(dot, LIMITS["replicasMax"], lambda d: d["replica"])


def context(r):
    return r.set(head, LIMITS["replicasMax"], lambda d: d["replica"])


def restates(r):
    """03 The log, restating: the end of a body, if there is anything left."""
    start = r.at
    if start == len(r.data):
        return []
    count = r.count(LIMITS["replicasPerAuthorMax"])
    if count == 0:
        raise Fault("trailingBytes", start)
    former = []
    for _ in range(count):
        former.append({"nonce": r.id(8).hex(), "sequence": str(r.varint(1, 2**63 - 1)), "hash": r.id(32).hex()})
    return former


def timestamp(r):
    milliseconds, start = r.svarint(), r.at
    offset = r.svarint()
    if not -1080 <= offset <= 1080:
        raise Fault("invalidValue", start)
    return {"milliseconds": str(milliseconds), "offsetMinutes": offset, "zone": r.text(64)}


def days_of(year, month):
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]


def civil_day(r):
    start, number = r.at, r.varint(0, 2**32 - 1)
    year, month, day = 1900 + number // 372, number // 31 % 12 + 1, number % 31 + 1
    if year > 2199 or day > days_of(year, month):
        raise Fault("invalidValue", start)
    return f"{year}-{month:02}-{day:02}"


PURPOSES = ["care", "teaching", "research", "audit", "publication", "machine-learning"]
TRIGGERS = """irritant skin-infection contact-allergen food-allergen inhalant-allergen heat cold humidity ultraviolet
pollen sweat fabric stress sleep illness medicine missed-treatment hormonal""".split()


def purposes(r):
    start, bits = r.at, r.byte()
    if bits == 0 or bits >= 1 << len(PURPOSES):
        raise Fault("invalidValue", start)
    return [name for bit, name in enumerate(PURPOSES) if bits >> bit & 1]


def trigger(r):
    start, number = r.at, r.byte()
    if not 1 <= number <= len(TRIGGERS):
        raise Fault("invalidValue", start)
    return TRIGGERS[number - 1]


def claim(r):
    start, year = r.at, r.varint(1, 9999)
    rest = list(r.octets(5))
    offset = r.svarint() if r.flag() else None
    place, source = r.at, r.byte()
    if not 1 <= source <= 3:
        raise Fault("invalidValue", place)
    month, day, hour, minute, second = rest
    sound = 1 <= month <= 12 and 1 <= day <= days_of(year, month) and hour < 24 and minute < 60 and second < 60
    if not sound or offset is not None and not -840 <= offset <= 840:
        raise Fault("invalidValue", start)
    return {"date": [year] + rest, "offsetMinutes": offset, "source": source}


def genesis(r):
    start, tag = r.at, r.byte()
    if tag not in (1, 2):
        raise Fault("invalidValue", start)
    r.id(32), r.id(32)
    if tag == 2:
        r.text(LIMITS["nameBytesMax"]), r.text(LIMITS["nameBytesMax"])
    return tag
