"""02, 04, 08: hashes, signatures, keys, envelopes, padding, clinic codes. Written from the text of Spec/ alone."""

import hashlib
import hmac
import struct

from .encoding import Fault, blob, text, varint

try:
    from cryptography.exceptions import InvalidSignature, InvalidTag
    from cryptography.hazmat.primitives.asymmetric import ed25519, x25519
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
except ImportError:
    ed25519 = None
try:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
except ImportError:
    Argon2id = None


class Skip(Exception):
    """The case needs a package that is not here."""


def H(context, content):
    return hashlib.blake2b(text(context) + content, digest_size=32).digest()


def verifies(key, signature, context, content):
    if ed25519 is None:
        raise Skip("cryptography")
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, text(context) + content)
        return True
    except (InvalidSignature, ValueError):
        return False


def agreement_keys(seed):
    if ed25519 is None:
        raise Skip("cryptography")
    secret = x25519.X25519PrivateKey.from_private_bytes(hashlib.blake2b(seed, digest_size=32).digest())
    return secret, secret.public_key().public_bytes_raw()


def signing_key(seed):
    if ed25519 is None:
        raise Skip("cryptography")
    return ed25519.Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def words_of(secret, words):
    bits = int.from_bytes(secret + hashlib.sha256(secret).digest()[:1], "big")
    return [words[bits >> (11 * (23 - place)) & 2047] for place in range(24)]


def read_words(typed, words):
    found = typed.lower().split()
    if len(found) != 24:
        return "wrongCount"
    if any(word not in words for word in found):
        return "unknownWord"
    bits = 0
    for word in found:
        bits = bits << 11 | words.index(word)
    secret, check = (bits >> 8).to_bytes(32, "big"), bits & 255
    return "valid" if hashlib.sha256(secret).digest()[0] == check else "wrongChecksum"


def hchacha20(key, nonce):
    """draft-irtf-cfrg-xchacha-03, section 2.2."""
    state = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce))

    def quarter(a, b, c, d):
        for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[x] = (state[x] + state[y]) & 0xFFFFFFFF
            state[z] ^= state[x]
            state[z] = (state[z] << turn | state[z] >> (32 - turn)) & 0xFFFFFFFF

    for _ in range(10):
        for column in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)):
            quarter(*column)
        for diagonal in ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(*diagonal)
    return struct.pack("<8I", *(state[:4] + state[12:]))


def xchacha(key, nonce):
    if ed25519 is None:
        raise Skip("cryptography")
    return ChaCha20Poly1305(hchacha20(key, nonce[:16])), bytes(4) + nonce[16:]


def message_keys(key, kind, nonce, place):
    digest = hashlib.blake2b(
        text("derma/1/envelope") + bytes([1, kind, 1]) + nonce + place, key=key, digest_size=64
    ).digest()
    return digest[:32], digest[32:]


def nonce_for(content, kind, key, place, drawn):
    """04 Envelopes, the nonce that a sealer should use."""
    bound = b"" if kind == 2 else content
    given = text("derma/1/nonce") + drawn + bytes([1, kind, 1]) + place + bound
    return hashlib.blake2b(given, key=key, digest_size=24).digest()


def seal(content, kind, key, place, drawn):
    nonce = nonce_for(content, kind, key, place, drawn)
    secret, commitment = message_keys(key, kind, nonce, place)
    cipher, short = xchacha(secret, nonce)
    return bytes([1, kind, 1]) + nonce + commitment + cipher.encrypt(short, content, b"")


def open_envelope(envelope, kind, key, place):
    if len(envelope) < 75 or envelope[:3] != bytes([1, kind, 1]):
        return None
    secret, commitment = message_keys(key, kind, envelope[3:27], place)
    if not hmac.compare_digest(commitment, envelope[27:59]):
        return None
    cipher, short = xchacha(secret, envelope[3:27])
    try:
        return cipher.decrypt(short, envelope[59:], b"")
    except InvalidTag:
        return None


def associated_data(account, folder=bytes(16), content=b"", epoch=bytes(16), version=1):
    return account + folder + blob(content) + epoch + varint(version)


def shared_key(secret, public, one_time, recipient):
    try:
        point = secret.exchange(x25519.X25519PublicKey.from_public_bytes(public))
    except ValueError:
        return None
    if point == bytes(32):
        return None
    return hashlib.blake2b(point + one_time + recipient, digest_size=64).digest()[32:]


def open_sealed(sealed, seed, place):
    secret, recipient = agreement_keys(seed)
    if len(sealed) < 32:
        return None
    key = shared_key(secret, sealed[:32], sealed[:32], recipient)
    return None if key is None else open_envelope(sealed[32:], 4, key, place)


def padded_length(n):
    if n <= 512:
        return max(32, (n + 31) // 32 * 32)
    e = n.bit_length() - 1
    step = 1 << (e - (e.bit_length() - 1) - 1)
    return (n + step - 1) // step * step


def pad(content):
    return (content + b"\x80").ljust(padded_length(len(content) + 1), b"\0")


def unpad(padded):
    stripped = padded.rstrip(b"\0")
    return stripped[:-1] if stripped.endswith(b"\x80") else None


ABC = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def clinic_code(content):
    if Argon2id is None:
        raise Skip("cryptography 44")
    number = int.from_bytes(
        Argon2id(salt=b"derma/clinic-cod", length=16, iterations=3, lanes=1, memory_cost=65536).derive(content), "big"
    )
    symbols = []
    for _ in range(11):
        number, symbol = divmod(number, 31)
        symbols.append(symbol)
    symbols.append(-sum((place + 2) * symbol for place, symbol in enumerate(symbols)) % 31)
    return symbols


def fits(symbols):
    return (sum((place + 2) * symbol for place, symbol in enumerate(symbols[:11])) + symbols[11]) % 31 == 0


def shown(symbols):
    letters = "".join(ABC[symbol] for symbol in symbols)
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def read_code(typed):
    letters = [letter for letter in typed.upper() if letter not in " -"]
    if any(letter not in ABC for letter in letters):
        return "badSymbol"
    if len(letters) != 12:
        return "badLength"
    return "valid" if fits([ABC.index(letter) for letter in letters]) else "mistyped"


def wire_code(r):
    start, symbols = r.at, list(r.octets(12))
    if any(symbol > 30 for symbol in symbols) or not fits(symbols):
        raise Fault("invalidValue", start)
    return shown(symbols)
