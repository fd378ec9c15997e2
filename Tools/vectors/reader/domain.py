"""16 Domain: sites, scores, weeks, suspicions and readings. Written from the text of Spec/ alone."""

import datetime
from fractions import Fraction

from .encoding import LIMITS, TRIGGERS, Fault, civil_day, timestamp

# Region, its sites in the order of their numbers, each with its code; * is paired, ! is intimate.
SITES = """
head-and-neck scalp 43067004 forehead 68698007 around-eye* 362916000 nose 113179006 cheek* 36141000 ear* 1902009
behind-ear* 24483006 lips 88089004 around-mouth 110488009 inside-mouth 113277000 chin 23747009 neck 43081002;
trunk chest 244106003 nipple*! 54468004 abdomen 75093004 armpit* 76261009 groin*! 39687006 upper-back 699893008
lower-back 113182001 buttock*! 22180002;
upper-extremity front-of-upper-arm* 45981001 back-of-upper-arm* 72939005 elbow* 181536004 elbow-crease* 17957002
front-of-forearm* 70559009 back-of-forearm* 41550009 inner-wrist* 24527008 back-of-hand* 281642007 palm* 70887009
fingers* 244169007 fingernails* 770809003;
lower-extremity front-of-thigh* 61248009 back-of-thigh* 4578000 knee* 181553006 back-of-knee* 84507004 shin* 25763004
calf* 47224004 foot* 60496002 ball-of-foot* 130317 heel* 84607009 toes* 52034004 toenails* 770805009;
anogenital genitals! 60944009 anus! 59112000
"""
SITES = [
    (name, words[0], code)
    for words in (region.split() for region in SITES.split(";"))
    for name, code in zip(words[1::2], words[2::2])
]
SIDES = ["unspecified", "left", "right", "both"]
RATERS = ["self", "carer", "clinician"]
QUANTITIES = ["temperature", "humidity", "ultraviolet-index", "pollen"]
REGION_OF_EASI, REGION_OF_PASI = [6, 6, 6, 6, 6], [4, 4, 4, 6]
INSTRUMENTS = [
    ("severity", [10]),
    ("itch", [10]),
    ("poem", [4] * 7),
    ("uas", [3] * 2),
    ("dlqi", [3] * 10),
    ("iga", [4]),
    ("pain", [10]),
    ("scorad", [100, 18, 20]),
    ("easi", [1] + REGION_OF_EASI * 4),
    ("pasi", REGION_OF_PASI * 4),
]
WEIGHTS, WEIGHTS_TO_SEVEN = [1, 2, 3, 4], [2, 2, 3, 3]


def numbered(r, names, first=1):
    """A registered number."""
    start, number = r.at, r.byte()
    if not first <= number < first + len(names):
        raise Fault("invalidValue", start)
    return names[number - first]


def short_text(r):
    start, value = r.at, r.text(LIMITS["nameBytesMax"])
    if not value:
        raise Fault("invalidValue", start)
    return value


def site(r):
    name, region, code = numbered(r, SITES)
    start, side = r.at, numbered(r, SIDES, 0)
    if "*" not in name and side != "unspecified":
        raise Fault("invalidValue", start)
    point = None
    if r.flag():
        view = numbered(r, ["front", "back"])
        point = {"view": view, "x": r.varint(0, 65535), "y": r.varint(0, 65535)}
    return {
        "site": name.rstrip("*!"),
        "region": region,
        "isIntimate": "!" in name,
        "code": code,
        "side": side,
        "point": point,
    }


def score(r):
    start, number = r.at, r.byte()
    if number == len(INSTRUMENTS) + 1:
        name, most = "generic", generic(r)
    elif 1 <= number <= len(INSTRUMENTS):
        name, most = INSTRUMENTS[number - 1]
    else:
        raise Fault("invalidValue", start)
    items = [None if item == 0 else item - 1 for item in r.octets(len(most))]
    if not any(item is not None for item in items):
        raise Fault("invalidValue", start)
    if any(item is not None and item > high for item, high in zip(items, most)):
        raise Fault("invalidValue", start)
    return {"instrument": name, "items": items, "total": None if None in items else shown(total(name, items))}


def generic(r):
    short_text(r)
    start, count = r.at, r.count(64)
    if count == 0:
        raise Fault("invalidValue", start)
    most = []
    for _ in range(count):
        start, high = r.at, r.byte()
        if not 1 <= high <= 254:
            raise Fault("invalidValue", start)
        most.append(high)
    return most


def total(name, items):
    if name == "scorad":
        return Fraction(items[0], 5) + Fraction(7 * items[1], 2) + items[2]
    if name == "easi":
        weights = WEIGHTS_TO_SEVEN if items[0] == 1 else WEIGHTS
        return weighted(items[1:], 5, weights) / 2
    if name == "pasi":
        return weighted(items, 4, WEIGHTS)
    return Fraction(sum(items))


def weighted(items, count, weights):
    regions = [items[start : start + count] for start in range(0, len(items), count)]
    return sum(Fraction(sum(region[:-1]) * region[-1] * weight, 10) for region, weight in zip(regions, weights))


def shown(number):
    """Decimal, without zeros at the end of its places."""
    hundredths = number * 100
    assert hundredths.denominator == 1
    whole, places = divmod(int(hundredths), 100)
    return str(whole) + (f".{places:02}".rstrip("0") if places else "")


def week(last, observations, chosen):
    """Observations are (id, day, score)."""
    end, open_days, totals = datetime.date.fromisoformat(last), [], []
    for back in range(6, -1, -1):
        day = (end - datetime.timedelta(back)).isoformat()
        about = [(key, s["total"]) for key, when, s in observations if when == day and s["instrument"] == "uas"]
        taken = [observation for observation in about if observation[0] in chosen] or about
        if not taken:
            open_days.append({"day": day, "gap": "missing"})
        elif len(taken) > 1:
            open_days.append({"day": day, "gap": "doubled"})
        elif taken[0][1] is None:
            open_days.append({"day": day, "gap": "incomplete"})
        else:
            totals.append(int(taken[0][1]))
    return {"open": open_days} if open_days else {"total": str(sum(totals))}


def suspicion(r):
    start, number = r.at, r.byte()
    if number == 0:
        suspect = {"other": short_text(r)}
    elif number <= len(TRIGGERS):
        suspect = TRIGGERS[number - 1]
    else:
        raise Fault("invalidValue", start)
    rater, interval = numbered(r, RATERS), None
    if r.flag():
        first, start = civil_day(r), r.at
        interval = [first, civil_day(r)]
        if interval[1] < first:
            raise Fault("invalidValue", start)
    return {"suspect": suspect, "by": rater, "interval": interval}


def reading(r):
    start, number = r.at, r.byte()
    if number > len(QUANTITIES):
        raise Fault("invalidValue", start)
    other = short_text(r) if number == 0 else None
    mantissa, start = r.svarint(), r.at
    exponent = r.svarint()
    if not -9 <= exponent <= 9:
        raise Fault("invalidValue", start)
    start, unit = r.at, r.text(64)
    if not unit or not all(0x21 <= ord(letter) <= 0x7E for letter in unit):
        raise Fault("invalidValue", start)
    source, start = short_text(r), r.at
    tag = r.byte()
    if tag not in (1, 2):
        raise Fault("invalidValue", start)
    return {
        "quantity": QUANTITIES[number - 1] if number else "other",
        "other": other,
        "value": decimal(mantissa, exponent),
        "unit": unit,
        "source": source,
        "time": civil_day(r) if tag == 1 else timestamp(r),
    }


def decimal(mantissa, exponent):
    """All digits: as the vectors show a decimal."""
    digits, sign = str(abs(mantissa)), "-" if mantissa < 0 else ""
    if exponent >= 0:
        return sign + str(abs(mantissa) * 10**exponent)
    digits = digits.rjust(1 - exponent, "0")
    return sign + digits[:exponent] + "." + digits[exponent:]
