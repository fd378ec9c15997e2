"""Checks of single values: each takes a case of a vector file; None if this code does not read it."""

from . import control, domain, ops
from .encoding import (
    LIMITS,
    Fault,
    Reader,
    blob,
    civil_day,
    claim,
    context,
    dot,
    head,
    message,
    purposes,
    text,
    timestamp,
    trigger,
    varint,
    vector,
)
from .log import entry_header, extend, headers_of, run
from .seals import (
    H,
    agreement_keys,
    associated_data,
    clinic_code,
    open_envelope,
    open_sealed,
    pad,
    padded_length,
    read_code,
    read_words,
    seal,
    shared_key,
    shown,
    signing_key,
    unpad,
    verifies,
    wire_code,
    words_of,
)

PRODUCTIONS = {
    "id16": lambda r: r.id(16).hex(),
    "id32": lambda r: r.id(32).hex(),
    "dot": dot,
    "vector": vector,
    "context": context,
    "timestamp": timestamp,
    "day": civil_day,
    "purposes": purposes,
    "trigger": trigger,
    "score": domain.score,
    "site": domain.site,
    "suspicion": domain.suspicion,
    "reading": domain.reading,
    "claim": claim,
    "genesis": lambda r: control.genesis(r)["account"].hex(),
    "run": run,
    "clinicCode": wire_code,
    "varint": lambda r: str(r.varint()),
    "signed": lambda r: str(r.svarint()),
    "flag": lambda r: r.flag(),
    "op": ops.op,
    "body": ops.body,
}


def unhex(value):
    return bytes.fromhex(value)


def decoded(case):
    """A case of bytes of a named production."""
    kind = case["type"]
    production = PRODUCTIONS.get(kind)
    if kind in ("bytes", "text"):
        production = (lambda r: r.blob(case["limit"]).hex()) if kind == "bytes" else (lambda r: r.text(case["limit"]))
    if production is None:
        return None
    try:
        value = message(unhex(case["bytes"]), production)
    except Fault as fault:
        return {"error": fault.code, "offset": fault.offset} == case["expect"]
    return case["expect"].get("valid") is True and case["expect"]["value"] == value


def check_domain(case):
    if "week" not in case:
        return decoded(case)
    observations = [(o["id"], o["day"], message(unhex(o["score"]), domain.score)) for o in case["observations"]]
    return domain.week(case["week"], observations, case["chosen"]) == case["expect"]


def check_hashes(case):
    content = unhex(case["message"])
    if "signature" not in case:
        return H(case["context"], content).hex() == case["expect"]["hash"]
    key = unhex(case["publicKey"])
    if "seed" in case and signing_key(unhex(case["seed"])) != key:
        return False
    return verifies(key, unhex(case["signature"]), case["context"], content) == case["expect"]["verifies"]


def check_identities(case):
    expect = case["expect"]
    if "signingSeed" in case:
        signing = signing_key(unhex(case["signingSeed"]))
        agreement = agreement_keys(unhex(case["agreementSeed"]))[1]
        found = {
            "signing": signing.hex(),
            "agreement": agreement.hex(),
            "author": H("derma/1/author", signing + agreement).hex(),
        }
        return found == expect
    if "genesis" not in case:
        return decoded(case)
    account = message(unhex(case["genesis"]), control.genesis)["account"]
    home = H("derma/1/control-folder", account)[:16]
    return {"account": account.hex(), "author": account.hex(), "controlFolder": home.hex()} == expect


def check_recovery(case, words):
    if "text" in case:
        return read_words(case["text"], words) == case["expect"]["outcome"]
    secret, expect = unhex(case["entropy"]), case["expect"]
    seeds = [H("derma/1/recovery-" + use, secret) for use in ("signing", "agreement")]
    if words_of(secret, words) != expect["words"] or [seed.hex() for seed in seeds] != [
        expect["signingSeed"],
        expect["agreementSeed"],
    ]:
        return False
    signing, agreement = signing_key(seeds[0]), agreement_keys(seeds[1])[1]
    account = H("derma/1/account", b"\x01" + signing + agreement)
    return [key.hex() for key in (signing, agreement, account)] == [
        expect[name] for name in ("signing", "agreement", "account")
    ]


def check_log(case):
    expect = case["expect"]
    if "type" in case:
        return decoded(case)
    if "nonce" in case:
        found = H("derma/1/replica", unhex(case["folder"]) + unhex(case["author"]) + unhex(case["nonce"]))
        return {"genesis": found.hex(), "replica": found[:16].hex()} == expect
    if "bodyHash" in case:
        header = entry_header(
            unhex(case["folder"]),
            unhex(case["replica"]),
            int(case["sequence"]),
            unhex(case["previous"]),
            case["kind"],
            unhex(case["epoch"]),
            unhex(case["bodyHash"]),
            case["bodyLength"],
        )
        return {"header": header.hex(), "hash": H("derma/1/header", header).hex()} == expect
    value = message(unhex(case["run"]), run)
    headers = headers_of(value)
    holds = verifies(unhex(case["publicKey"]), value["signature"], "derma/1/head", unhex(headers[-1]["hash"]))
    if "tail" in case:
        found = extend(value, int(case["tail"]["sequence"]), unhex(case["tail"]["hash"]), case["held"])
        return holds and found == expect
    return holds == expect["verifies"] and (not holds or headers == expect["entries"])


def place_of(case):
    """04 Envelopes, the registry of associated data."""
    name = case["name"][len("place-") :]
    given = {
        key: unhex(case[key])
        for key in ("account", "folder", "epoch", "grant", "device", "dot", "organisation", "party")
    }
    after = {
        "content": given["dot"] + given["party"],
        "granted-key": given["grant"],
        "label": given["device"],
        "welcome": given["device"],
        "account-key": varint(int(case["generation"])) + given["device"],
        "account-halves": given["grant"],
        "epoch-key": b"",
        "organisation-half": given["grant"] + given["organisation"],
        "local": text(case["setting"]),
    }[name]
    folder = given["folder"] if name not in ("account-key", "label", "welcome", "local") else bytes(16)
    epoch = given["epoch"] if name in ("content", "epoch-key", "granted-key") else bytes(16)
    return associated_data(given["account"], folder, text(name) + after, epoch)


def check_envelopes(case):
    if "setting" in case:
        return place_of(case).hex() == case["expect"]["associatedData"]
    key, place = unhex(case["key"]), unhex(case["associatedData"])
    if "envelope" in case:
        opened = open_envelope(unhex(case["envelope"]), case["type"], key, place)
        return (opened is not None) == case["expect"]["opens"]
    made = associated_data(
        unhex(case["account"]), unhex(case["folder"]), unhex(case["object"]), unhex(case["epoch"]), int(case["version"])
    )
    content, expected = unhex(case["content"]), unhex(case["expect"]["envelope"])
    return (
        made == place
        and seal(content, case["type"], key, place, unhex(case["random"])) == expected
        and open_envelope(expected, case["type"], key, place) == content
    )


def check_sealed(case):
    if "recipientSeed" not in case:
        secret, one_time = agreement_keys(bytes(32))
        key = shared_key(secret, unhex(case["recipient"]), one_time, unhex(case["recipient"]))
        return (key is not None) == case["expect"]["seals"]
    seed, place = unhex(case["recipientSeed"]), unhex(case["associatedData"])
    if agreement_keys(seed)[1].hex() != case["recipient"]:
        return False
    if "sealed" in case:
        return (open_sealed(unhex(case["sealed"]), seed, place) is not None) == case["expect"]["opens"]
    content, recipient = unhex(case["content"]), unhex(case["recipient"])
    secret, one_time = agreement_keys(unhex(case["oneTimeSeed"]))
    key = shared_key(secret, recipient, one_time, recipient)
    made = one_time + seal(content, 4, key, place, unhex(case["random"]))
    return made.hex() == case["expect"]["sealed"] and open_sealed(made, seed, place) == content


def check_padding(case):
    if "length" in case:
        return padded_length(case["length"]) == case["expect"]["padded"]
    if "content" in case:
        padded = unhex(case["expect"]["padded"])
        return pad(unhex(case["content"])) == padded and unpad(padded) == unhex(case["content"])
    return (unpad(unhex(case["padded"])) is not None) == case["expect"]["valid"]


def check_clinic_codes(case):
    if "type" in case:
        return decoded(case)
    if "typed" in case:
        return read_code(case["typed"]) == case["expect"]["outcome"]
    content = unhex(case["genesis"])
    if content[0] == 1:
        return case["expect"]["code"] is None
    symbols = clinic_code(content)
    return {"code": shown(symbols), "encoded": bytes(symbols).hex()} == case["expect"]


def check_login(case):
    transcript = (
        blob(unhex(case["hello"]))
        + blob(unhex(case["welcome"]))
        + text(case["host"])
        + unhex(case["account"])
        + unhex(case["author"])
    )
    digest = H("derma/1/transcript", transcript)
    holds = verifies(unhex(case["publicKey"]), unhex(case["expect"]["signature"]), "derma/1/login", digest)
    found = {
        "transcript": transcript.hex(),
        "digest": digest.hex(),
        "verifies": holds,
        "signature": case["expect"]["signature"],
    }
    return found == case["expect"]


def check_photos(case):
    if case["name"].startswith("plan-"):
        return chunk_lengths(case["header"], case["imageData"]) == case["expect"]["sealedLengths"]
    if case["name"] != "photo":
        return None
    expect, parts = case["expect"], [unhex(case["header"]), unhex(case["imageData"])]
    lengths, stream = varint(len(parts[0])) + varint(len(parts[1])), b""
    content_hash = H("derma/1/photo", parts[0] + parts[1])
    key = H("derma/1/photo-key", unhex(case["keyRandom"]) + content_hash)
    if key.hex() != expect["key"]:
        return False
    for part, content in enumerate(parts):
        for index, start in enumerate(range(0, len(content), 262144)):
            piece = content[start : start + 262144]
            place = text("chunk") + unhex(case["photo"]) + lengths + bytes([part + 1]) + varint(index)
            chunk = seal(
                piece.ljust(chunk_length(len(piece)) - 75, b"\0"),
                2,
                key,
                associated_data(unhex(case["account"]), unhex(case["folder"]), place),
                unhex(case["random"][part]),
            )
            if H("derma/1/chunk", chunk).hex() != expect["chunks"][part]:
                return False
            stream += chunk
    whole = parts[0] + parts[1]
    return (stream.hex(), content_hash.hex(), whole.hex()) == (
        expect["stream"],
        expect["contentHash"],
        expect["jpeg"],
    )


def chunk_length(length):
    return min(262144, max(4096, padded_length(length))) + 75


def chunk_lengths(*parts):
    return [chunk_length(min(262144, part - start)) for part in parts for start in range(0, part, 262144)]


def check_sharing(case):
    expect = case["expect"]
    if case["name"] == "split-key":
        relay = unhex(case["relayHalf"])
        key = H("derma/1/grant-key", unhex(case["organisationHalf"]) + relay + unhex(case["grant"]))
        return {"key": key.hex(), "halfCommitment": H("derma/1/half", relay).hex()} == expect
    if case["name"] == "epoch-key":
        commitment = H("derma/1/epoch", unhex(case["key"]))
        return {"commitment": commitment.hex(), "epoch": commitment[:16].hex()} == expect
    if "request" in case:
        holds = verifies(
            unhex(case["publicKey"]), unhex(case["signature"]), "derma/1/half-request", unhex(case["request"])
        )
        return holds == expect["verifies"]
    r = Reader(unhex(case["grantRecord"]))
    grant, folder, organisation = r.id(16), r.id(16), r.id(32)
    purposes(r), r.svarint()
    wording = r.id(32)
    r.text(35), r.varint(), r.varint(1, 2**32 - 1)
    sealed_half, commitment, sealed_both = r.blob(512), r.id(32), r.blob(512)
    r.varint(1, 2**32 - 1)
    epochs = r.set(lambda r: (r.id(16), r.varint(1, 2**32 - 1), r.blob(512)), 4096, lambda e: e[0])
    r.end()
    account = unhex(case["account"])
    half = open_sealed(
        sealed_half,
        unhex(case["roleKeySeed"]),
        associated_data(account, folder, text("organisation-half") + grant + organisation),
    )
    both = open_sealed(
        sealed_both, unhex(case["accountKeySeed"]), associated_data(account, folder, text("account-halves") + grant)
    )
    if half is None or both is None or commitment != H("derma/1/half", both[32:]):
        return False
    key = H("derma/1/grant-key", half + both[32:] + grant)
    epoch = open_envelope(
        epochs[0][2], 3, key, associated_data(account, folder, text("granted-key") + grant, epochs[0][0])
    )
    found = {"epochKey": epoch, "organisationHalf": half, "bothHalves": both, "grantKey": key, "wordingHash": wording}
    return (
        H("derma/1/wording", case["wording"].encode()) == wording
        and H("derma/1/epoch", epoch)[:16] == epochs[0][0]
        and {name: value.hex() for name, value in found.items()} == expect
    )


def link_request(r):
    return {
        "signing": r.id(32).hex(),
        "agreement": r.id(32).hex(),
        "expires": str(r.svarint()),
        "secret": r.id(32).hex(),
    }


def link_welcome(r):
    generations = r.set(
        lambda r: {"number": str(r.varint(1, 2**32 - 1)), "seed": r.octets(32).hex()},
        LIMITS["epochsMax"],
        lambda generation: int(generation["number"]),
    )
    folders = r.set(
        lambda r: {"folder": r.id(16).hex(), "heads": [f"{h['replica']}:{h['sequence']}" for h in context(r)]},
        LIMITS["sharedFoldersMax"],
        lambda heads: heads["folder"],
    )
    return {"generations": generations, "folders": folders}


PRODUCTIONS.update(linkRequest=link_request, welcome=link_welcome)


def check_linking(case):
    if "type" in case:
        return decoded(case)
    if "answer" not in case:
        content = unhex(case["expect"]["bytes"])
        return {"bytes": content.hex(), **message(content, link_request)} == case["expect"]
    r = Reader(unhex(case["answer"]))
    account, cited = r.id(32), head(r)
    proof = r.id(32)
    r.end()
    link_head = unhex(cited["replica"]) + varint(int(cited["sequence"])) + unhex(cited["hash"])
    made = H(
        "derma/1/link", unhex(case["secret"]) + account + link_head + unhex(case["signing"]) + unhex(case["agreement"])
    )
    found = {
        "account": account.hex(),
        "answers": made == proof,
        "head": f"{cited['replica']}:{cited['sequence']}",
        "headHash": cited["hash"],
    }
    return found == case["expect"]
