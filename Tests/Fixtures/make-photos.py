#!/usr/bin/env python3
"""Draws the photo fixtures: small skin-like pictures of our own making, with everything a camera may write around them.

    python3 -m venv /tmp/photos && /tmp/photos/bin/pip install Pillow==13.0.0 piexif==1.1.3
    /tmp/photos/bin/python Tests/Fixtures/make-photos.py

Needs cjpeg (libjpeg-turbo-progs) for the scans that Pillow cannot write. The same versions give the same bytes. Every
text that must not survive the intake begins with CANARY. Every JPEG fixture in `valid` decodes without a warning.
"""

import io
import pathlib
import random
import shutil
import struct
import subprocess
import tempfile

import piexif
from PIL import Image, ImageCms, ImageDraw, ImageFilter

HERE = pathlib.Path(__file__).resolve().parent / "photos"
SEED = 20_260_401
WIDTH, HEIGHT = 160, 120


# Pictures

def skin(seed, size=(WIDTH, HEIGHT)):
    """Skin with some noise, and a reddish patch off the middle, so that no two orientations look alike."""
    source = random.Random(seed)
    width, height = size
    noise = Image.new("L", size)
    noise.putdata([source.randrange(64, 192) for _ in range(width * height)])
    noise = noise.filter(ImageFilter.GaussianBlur(0.7))
    picture = Image.new("RGB", size, (222, 184, 160))
    patch = Image.new("L", size, 0)
    draw = ImageDraw.Draw(patch)
    draw.ellipse((width // 8, height // 8, width // 2, height // 2), fill=210)
    draw.ellipse((width // 2, height // 3, width * 5 // 8, height // 2), fill=120)
    patch = patch.filter(ImageFilter.GaussianBlur(max(1, width // 30)))
    picture.paste((196, 92, 84), mask=patch)
    return Image.merge("RGB", [Image.blend(band, noise, 0.3) for band in picture.split()])


def encode(picture, **options):
    out = io.BytesIO()
    picture.save(out, "JPEG", **{"quality": 72, **options})
    return out.getvalue()


def cjpeg(picture, *options, scans=None):
    """Encodes with a scan script, which Pillow does not offer."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "in.ppm")
        picture.save(source)
        if scans:
            script = pathlib.Path(folder, "scans.txt")
            script.write_text(scans)
            options += ("-scans", str(script))
        return subprocess.run(
            ["cjpeg", "-quality", "72", *options, str(source)], check=True, capture_output=True).stdout


# Segments

def segment(marker, payload):
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def split(jpeg):
    """The segments up to the first scan header, that header included, and the rest."""
    parts, place = [], 2
    while True:
        length = struct.unpack(">H", jpeg[place + 2:place + 4])[0] + 2
        parts.append(jpeg[place:place + length])
        place += length
        if parts[-1][1] == 0xDA:
            return parts, jpeg[place:]


def insert(jpeg, *segments, after=0xE0):
    """Puts segments behind the first one with a marker, or in front of all if there is none."""
    parts, rest = split(jpeg)
    at = next((index + 1 for index, part in enumerate(parts) if part[1] == after), 0)
    return jpeg[:2] + b"".join(parts[:at] + list(segments) + parts[at:]) + rest


def without(jpeg, marker):
    parts, rest = split(jpeg)
    return jpeg[:2] + b"".join(part for part in parts if part[1] != marker) + rest


def between_scans(jpeg, *segments):
    """Puts segments in front of every marker that comes between two scans."""
    out, place, start = bytearray(), jpeg.index(b"\xff\xda") + 2, 0
    while True:
        place = jpeg.index(b"\xff", place)
        code = jpeg[place + 1]
        if code == 0xD9:
            return bytes(out) + jpeg[start:]
        if code == 0 or 0xD0 <= code <= 0xD7:
            place += 2
            continue
        out += jpeg[start:place] + b"".join(segments)
        start = place
        place += 2 + struct.unpack(">H", jpeg[place + 2:place + 4])[0]


# Metadata

def exif(seed, orientation):
    """What a phone writes, with a canary in every text."""
    thumbnail = insert(encode(skin(seed, (32, 24)), quality=40), segment(0xFE, b"CANARY thumbnail"))
    return piexif.dump({
        "0th": {
            piexif.ImageIFD.Make: b"CANARY make", piexif.ImageIFD.Model: b"CANARY model",
            piexif.ImageIFD.Artist: b"CANARY owner", piexif.ImageIFD.Software: b"CANARY software",
            piexif.ImageIFD.Orientation: orientation, piexif.ImageIFD.DateTime: b"2025:12:31 23:59:58",
        },
        "Exif": {
            piexif.ExifIFD.DateTimeOriginal: b"2025:03:%02d 14:05:%02d" % (orientation, 10 + orientation),
            piexif.ExifIFD.DateTimeDigitized: b"2025:04:01 00:00:00",
            piexif.ExifIFD.OffsetTimeOriginal: [b"+05:45", b"-03:30"][orientation % 2],
            piexif.ExifIFD.MakerNote: b"CANARY maker note, serial 0042",
            piexif.ExifIFD.BodySerialNumber: b"CANARY serial",
            piexif.ExifIFD.UserComment: b"ASCII\0\0\0CANARY user comment",
        },
        "GPS": {
            piexif.GPSIFD.GPSLatitudeRef: b"N", piexif.GPSIFD.GPSLatitude: ((52, 1), (31, 1), (1200, 100)),
            piexif.GPSIFD.GPSLongitudeRef: b"E", piexif.GPSIFD.GPSLongitude: ((13, 1), (24, 1), (1800, 100)),
            piexif.GPSIFD.GPSProcessingMethod: b"ASCII\0\0\0CANARY place",
        },
        "1st": {piexif.ImageIFD.Compression: 6},
        "thumbnail": thumbnail,
    })


def stored(picture, orientation):
    """The pixels as a camera held in this orientation stores them: undoing the tag shows `picture`."""
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    return picture.transpose(back[orientation]) if orientation in back else picture


def srgb():
    """LittleCMS writes the time into the profile; a fixed one keeps the bytes the same."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = struct.pack(">6H", 2025, 1, 1, 0, 0, 0)
    return bytes(profile)


def icc_parts(profile, count):
    size = -(-len(profile) // count)
    pieces = [profile[index * size:(index + 1) * size] for index in range(count)]
    return [segment(0xE2, b"ICC_PROFILE\0" + bytes([index + 1, count]) + piece) for index, piece in enumerate(pieces)]


def xmp():
    packet = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" '
        'exif:GPSLatitude="52,31.2N" dc:creator="CANARY xmp"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>')
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode())


def extended_xmp():
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + struct.pack(">II", 20, 0)
    return segment(0xE1, head + b"CANARY extended xmp.")


def iptc():
    caption = b"CANARY caption"
    record = b"\x1c\x02\x78" + struct.pack(">H", len(caption)) + caption
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + b"\0" * (len(record) % 2)
    return segment(0xED, b"Photoshop 3.0\0" + resource)


def mpf():
    return segment(0xE2, b"MPF\0MM\0*\0\0\0\x08\0\0CANARY index of pictures")


def comment(text=b"CANARY comment"):
    return segment(0xFE, text)


def mp4_tail():
    box = b"ftypmp42\0\0\0\0isommp42"
    clip = b"mdat" + b"CANARY motion photo " * 8
    return b"".join(struct.pack(">I", len(part) + 4) + part for part in (box, clip))


# Fixtures

def valid():
    for orientation in range(1, 9):
        picture = stored(skin(SEED), orientation)
        yield f"orientation-{orientation}.jpg", encode(picture, exif=exif(SEED + orientation, orientation))

    picture = skin(SEED + 20)
    colour = encode(picture)
    profile = srgb()
    shuffled = icc_parts(profile, 4)
    shuffled = [shuffled[index] for index in (2, 0, 3, 1)]
    yield "icc-srgb.jpg", encode(picture, icc_profile=profile)
    yield "icc-parts.jpg", insert(colour, *icc_parts(profile, 3))
    yield "icc-parts-shuffled.jpg", insert(colour, *shuffled)
    yield "icc-part-missing.jpg", insert(colour, *icc_parts(profile, 3)[:2])
    yield "metadata-mixed.jpg", insert(
        colour, xmp(), extended_xmp(), iptc(), mpf(), comment(), segment(0xEC, b"Ducky\0CANARY ducky"))
    yield "jfif-thumbnail.jpg", insert(
        without(colour, 0xE0),
        segment(0xE0, b"JFIF\0\x01\x02\x00\0\x01\0\x01\x06\x01" + b"CANARY thumbnail ."),
        segment(0xE0, b"JFXX\0\x11CANARY thumbnail"))
    yield "trailing.jpg", (
        insert(colour, mpf()) + insert(encode(skin(SEED + 21, (48, 32))), comment()) + mp4_tail())
    yield "fill-bytes.jpg", insert(colour, b"\xff\xff\xff" + comment(), b"\xff\xff")[:-2] + b"\xff\xff\xff\xd9"

    yield "grey.jpg", insert(encode(picture.convert("L")), comment())
    cmyk = encode(Image.merge("CMYK", [*picture.split(), Image.new("L", picture.size, 24)]))
    yield "cmyk-adobe.jpg", insert(cmyk, comment(), after=0xEE)
    yield "rgb-adobe.jpg", insert(encode(picture, keep_rgb=True), comment())
    yield "odd-size.jpg", cjpeg(skin(SEED + 22, (157, 113)), "-sample", "4x2")
    yield "full-sampling.jpg", encode(picture, subsampling="4:4:4", optimize=True)
    yield "restart.jpg", insert(encode(picture, restart_marker_blocks=7), comment())
    yield "no-huffman-tables.jpg", without(colour, 0xC4)

    progressive = encode(picture, progressive=True)
    yield "progressive.jpg", insert(progressive, comment())
    yield "progressive-between-scans.jpg", between_scans(progressive, comment(), xmp())
    yield "progressive-restart.jpg", cjpeg(picture, "-progressive", "-restart", "11B")
    yield "progressive-script.jpg", cjpeg(picture, scans=(
        "0,1,2: 0-0, 0, 2;\n0: 1-8, 0, 3;\n1: 1-63, 0, 1;\n2: 1-63, 0, 0;\n0: 9-63, 0, 1;\n0: 1-8, 3, 2;\n"
        "0,1,2: 0-0, 2, 1;\n0: 1-8, 2, 1;\n1: 1-63, 1, 0;\n0: 1-8, 1, 0;\n0: 9-63, 1, 0;\n0,1,2: 0-0, 1, 0;\n"))
    yield "separate-scans.jpg", cjpeg(picture, "-restart", "16B", scans="0;\n1;\n2;\n")

    # Small enough for tests that try every prefix, or every value of every byte.
    yield "tiny-grey.jpg", encode(skin(SEED + 30, (8, 8)).convert("L"), optimize=True, quality=40)
    small = skin(SEED + 31, (40, 24))
    yield "tiny-colour.jpg", insert(encode(small, optimize=True, quality=60), comment())
    yield "tiny-progressive.jpg", between_scans(encode(small, progressive=True, quality=60), comment())
    yield "tiny-restart.jpg", encode(small, optimize=True, quality=60, restart_marker_blocks=2)


def broken():
    picture = skin(SEED + 40)
    photo = encode(picture)
    parts, data = split(photo)
    header = photo[:len(photo) - len(data)]
    progressive = encode(picture, progressive=True)
    restart = encode(picture, restart_marker_blocks=7)
    middle = len(header) + len(data) // 2

    yield "empty.jpg", b""
    yield "not-an-image.jpg", b"This is a letter to the clinic and no photo.\n" * 3
    png = io.BytesIO()
    picture.resize((20, 15)).save(png, "PNG")
    yield "png-named.jpg", png.getvalue()
    yield "heic-named.jpg", struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + b"\0" * 40

    yield "truncated-in-header.jpg", photo[:200]
    yield "truncated-in-scan.jpg", photo[:middle]
    lie = bytearray(photo)
    lie[4:6] = struct.pack(">H", 60)
    yield "bad-segment-length.jpg", bytes(lie)

    yield "arithmetic.jpg", cjpeg(picture, "-arithmetic")

    # All markers in place: only the image data show what happened.
    yield "scan-cut.jpg", photo[:middle] + photo[middle + 512:]
    yield "scan-zeroed.jpg", photo[:middle] + bytes(1024) + photo[middle + 1024:]
    source = random.Random(SEED)
    noise = bytes(source.randrange(0, 255) for _ in range(256))
    yield "scan-overwritten.jpg", photo[:middle] + noise + photo[middle + 256:]
    yield "scan-doubled.jpg", photo[:middle] + photo[middle - 700:]
    second = progressive.rindex(b"\xff\xda") + 400
    yield "progressive-cut.jpg", progressive[:second] + progressive[second + 300:]
    lost = restart.index(b"\xff\xd3", len(header))
    yield "restart-lost.jpg", restart[:lost] + restart[restart.index(b"\xff\xd4", lost):]


def demo():
    """What Tools/demo adds: as large as a phone's photos of today are when they are shared."""
    for number, orientation in ((1, 1), (2, 6), (3, 1)):
        picture = skin(SEED + 60 + number, (1024, 768))
        yield f"forearm-{number}.jpg", encode(
            stored(picture, orientation), quality=88, icc_profile=srgb(), exif=exif(SEED + 60 + number, orientation))


def write(folder, fixtures):
    shutil.rmtree(HERE / folder, ignore_errors=True)
    (HERE / folder).mkdir(parents=True)
    total = 0
    for name, content in fixtures:
        (HERE / folder / name).write_bytes(content)
        total += len(content)
    return total


if __name__ == "__main__":
    print(write("valid", valid()) + write("broken", broken()) + write("demo", demo()), "bytes")
