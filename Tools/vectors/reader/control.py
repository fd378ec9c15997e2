"""05 The control log and 08 Sharing: records, who may act, grants and epochs. Written from the text of Spec/ alone."""

from .encoding import LIMITS, PURPOSES, Fault, context, message, purposes, restates
from .log import headers_of, run
from .seals import H, verifies

NUMBER = (1, 2**32 - 1)
KINDS = {1: 2, 2: 2, 3: 2, 4: 3, 5: 4, 6: 5, 7: 2, 8: 2}


# Records


def keys(r):
    return {"signing": r.id(32), "agreement": r.id(32)}


def genesis(r):
    start, at, tag = r.at, r.at, r.byte()
    if tag not in (1, 2):
        raise Fault("invalidValue", start)
    value = keys(r)
    if tag == 2:
        value["name"], value["registryNumber"] = r.text(LIMITS["nameBytesMax"]), r.text(LIMITS["nameBytesMax"])
    value["account"] = H("derma/1/account" if tag == 1 else "derma/1/organisation", r.data[at : r.at])
    return value


def device(r):
    value = keys(r)
    value["author"] = H("derma/1/author", value["signing"] + value["agreement"])
    value["label"], value["welcome"] = r.blob(LIMITS["sealedKeyBytesMax"]), r.blob(LIMITS["welcomeBytesMax"])
    return value


def generation(r):
    number, public = r.varint(*NUMBER), r.id(32)
    r.set(lambda r: (r.id(32), r.blob(LIMITS["sealedKeyBytesMax"])), LIMITS["devicesMax"], lambda pair: pair[0])
    return {"number": number, "publicKey": public}


def epoch(r):
    folder, number, commitment = r.id(16), r.varint(*NUMBER), r.id(32)
    r.varint(*NUMBER), r.blob(LIMITS["sealedKeyBytesMax"])
    grants = r.set(lambda r: (r.id(16), r.blob(LIMITS["sealedKeyBytesMax"])), LIMITS["grantsMax"], lambda pair: pair[0])
    return {"folder": folder, "number": number, "id": commitment[:16], "grants": {grant for grant, _ in grants}}


def grant(r):
    value = {"id": r.id(16), "folder": r.id(16), "organisation": r.id(32), "purposes": purposes(r), "end": r.svarint()}
    r.id(32), r.text(35), r.varint()
    r.varint(*NUMBER), r.blob(LIMITS["sealedKeyBytesMax"])
    r.id(32), r.blob(LIMITS["sealedKeyBytesMax"])
    r.varint(*NUMBER)
    value["epochs"] = r.set(
        lambda r: (r.id(16), r.varint(*NUMBER), r.blob(LIMITS["sealedKeyBytesMax"])),
        LIMITS["epochsMax"],
        lambda handed: handed[0],
    )
    return value


def withdrawal(r):
    return {"folder": r.id(16), "organisation": r.id(32)}


def revocation(r):
    device = r.id(32)
    return {"device": device, "heads": {c["replica"]: int(c["sequence"]) for c in context(r)}}


def acceptance(r):
    def head(r):
        return (r.id(16), r.varint(1, 2**63 - 1), r.id(32))

    return {"entries": r.set(head, LIMITS["replicasMax"], lambda head: head[:2])}


RECORDS = {
    1: genesis,
    2: device,
    3: generation,
    4: epoch,
    5: grant,
    6: withdrawal,
    7: revocation,
    8: acceptance,
}


def control_body(r):
    cited, _ = context(r), r.svarint()
    start, tag = r.at, r.byte()
    if tag not in RECORDS:
        raise Fault("invalidValue", start)
    record = RECORDS[tag](r)
    restates(r)
    return {"context": [(c["replica"], int(c["sequence"])) for c in cited], "tag": tag, "record": record}


class Refused(Exception):
    """A run that is not taken."""


class Membership:
    """Who was let in, and whose acts stand, if of removed devices only so much counts."""

    def __init__(self, account, limits):
        self.account, self.limits, self.genesis, self.admissions = account, limits, None, {}

    def take(self, dot, author, known, content):
        record, tag = content["record"], content["tag"]
        if tag == 1:
            allowed = dot[1] == 1 and author == self.account and record["account"] == self.account
            self.genesis = record if allowed else self.genesis
            return allowed
        if not self.genesis:
            return False
        if author != self.account:
            covered = author not in self.limits or self.limits[author].get(dot[0], 0) >= dot[1]
            if not covered or not any(knows(known, fact[0]) for fact in self.admissions.get(author, [])):
                return False
        if tag == 2:
            self.admissions.setdefault(record["author"], []).append((dot, record, known))
        return True


def removals(account, acts):
    """The revocations that have effect: those of the identity keys, then those of devices that stand beside these."""
    found = [act for act in acts if act[1] == account and removes(act, account)]
    members = Membership(account, limits_of(found))
    for act in acts:
        if members.take(*act) and act[1] != account and removes(act, account):
            if not any(other[3]["record"]["device"] == act[1] and knows(act[2], other[0]) for other in found):
                found.append(act)
    return found


def removes(act, account):
    return act[3]["tag"] == 7 and act[3]["record"]["device"] != account


def limits_of(found):
    limits = {}
    for _, _, _, content in found:
        heads, name = content["record"]["heads"], content["record"]["device"]
        held = limits.get(name, heads)
        limits[name] = {replica: min(newest, held.get(replica, 0)) for replica, newest in heads.items()}
    return limits


class State:
    def __init__(self, account):
        self.account, self.acts = account, []
        self.applied, self.seen, self.waiting = {}, {}, []
        self.work_out()

    def work_out(self):
        """Everything again, from all acts: a removal reaches back."""
        self.devices, self.generations, self.epochs, self.grants, self.withdrawals = {}, [], [], {}, []
        self.refused, self.found = set(), removals(self.account, self.acts)
        self.everyone, self.members = Membership(self.account, {}), Membership(self.account, limits_of(self.found))
        for act in self.acts:
            self.everyone.take(*act)
            allowed = self.members.take(*act)
            if act[3]["tag"] == 7:
                allowed = act in self.found
            if not allowed or not self.act(*act):
                self.refused.add(act[0])
        self.genesis = self.everyone.genesis

    def is_removed(self, author):
        return author in self.members.limits

    def follows(self, known):
        """Whether somebody with this knowledge knew of every device that was removed."""
        return all(
            any(act[3]["record"]["device"] == device and knows(known, act[0]) for act in self.found)
            for device in self.members.limits
        )

    def newest_generation(self):
        old = {record["publicKey"] for _, record, known in self.generations if not self.follows(known)}
        facts = [(fact[1]["number"], fact[0], fact[1]) for fact in self.generations if fact[1]["publicKey"] not in old]
        return max(facts, key=lambda fact: fact[:2])[2]["publicKey"].hex() if facts else None

    # Runs

    def take(self, value):
        """03 The log, runs; 05, who may act."""
        key = self.key_of(value)
        headers = headers_of(value)
        if not verifies(key, value["signature"], "derma/1/head", bytes.fromhex(headers[-1]["hash"])):
            raise Refused("badSignature")
        entries = []
        for header in headers:
            dot = (header["replica"], int(header["sequence"]))
            content = None
            if header["body"] is not None and 1 <= header["kind"] <= 5:
                try:
                    content = message(bytes.fromhex(header["body"]), control_body)
                except Fault:
                    raise Refused("badBody") from None
                if KINDS[content["tag"]] != header["kind"]:
                    raise Refused("badBody")
            entries.append((dot, value["author"], content))
        self.waiting += entries
        self.settle()

    def key_of(self, value):
        author = value["author"]
        if author == self.account and self.genesis:
            return self.genesis["signing"]
        if author in self.everyone.admissions:
            return self.everyone.admissions[author][0][1]["signing"]
        first = value["entries"][0]
        if self.genesis is None and author == self.account and value["first"] == 1 and first[2] is not None:
            try:
                content = message(first[2], control_body)
            except Fault:
                raise Refused("badBody") from None
            if content["tag"] == 1 and content["record"]["account"] == self.account:
                return content["record"]["signing"]
        raise Refused("notMember")

    def settle(self):
        progress = True
        while progress:
            progress = False
            for item in list(self.waiting):
                (replica, sequence), author, content = item
                causes = (content["context"] if content else []) + ([(replica, sequence - 1)] if sequence > 1 else [])
                if any(self.applied.get(other, 0) < newest for other, newest in causes):
                    continue
                self.waiting.remove(item)
                progress, known = True, self.seen.setdefault(replica, {})
                for other, newest in content["context"] if content else []:
                    known[other] = max(known.get(other, 0), newest)
                if content:
                    self.acts.append(((replica, sequence), author, dict(known), content))
                known[replica] = self.applied[replica] = sequence
        self.work_out()

    # Records

    def act(self, dot, author, known, content):
        record, tag = content["record"], content["tag"]
        fact = (dot, record, known)
        if tag == 2:
            self.devices.setdefault(record["author"], []).append(fact)
        elif tag == 3:
            self.generations.append(fact)
        elif tag == 4:
            self.epochs.append(fact)
        elif tag == 5:
            held = self.grants.get(record["id"])
            if held and held[0] < dot:
                return False
            if held:
                self.refused.add(held[0])
            self.grants[record["id"]] = fact
        elif tag == 6:
            self.withdrawals.append(fact)
        return True

    # What follows

    def access(self, folder, organisation, time):
        def concerns(record):
            return record["folder"] == folder and record["organisation"] == organisation

        made = [fact for fact in self.grants.values() if concerns(fact[1])]
        if not made:
            return {"denied": "neverGranted"}
        current = [fact for fact in made if not any(knows(other[2], fact[0]) for other in made if other is not fact)]
        ends = [fact[0] for fact in self.withdrawals if concerns(fact[1])]
        left = [fact for fact in current if all(knows(fact[2], end) for end in ends)]
        if not left:
            return {"denied": "withdrawn"}
        end = min(fact[1]["end"] for fact in left)
        if time >= end:
            return {"denied": "expired", "end": str(end)}
        common = [name for name in PURPOSES if all(name in fact[1]["purposes"] for fact in left)]
        if not common:
            return {"denied": "noPurpose"}
        return {
            "grants": sorted(fact[1]["id"].hex() for fact in left),
            "end": str(end),
            "purposes": common,
        }

    def newest_epoch(self, folder):
        known = [(fact[1]["number"], fact[1]["id"]) for fact in self.epochs if fact[1]["folder"] == folder]
        for fact in self.grants.values():
            if fact[1]["folder"] == folder:
                known += [(number, handed) for handed, number, _ in fact[1]["epochs"]]
        return max(known)[1] if known else None

    def rotation_due(self, folder, time):
        newest = self.newest_epoch(folder)
        started = [f for f in self.epochs if f[1]["folder"] == folder and f[1]["id"] == newest]
        if self.found and not any(self.follows(fact[2]) for fact in started):
            return True
        readers = set().union(
            *(f[1]["grants"] for f in self.epochs if f[1]["folder"] == folder and f[1]["id"] == newest)
        )
        for fact in self.grants.values():
            if fact[1]["folder"] == folder and any(handed == newest for handed, _, _ in fact[1]["epochs"]):
                readers.add(fact[1]["id"])
        for reader in readers:
            if reader in self.grants:
                record = self.grants[reader][1]
                in_force = self.access(record["folder"], record["organisation"], time).get("grants", [])
                if reader.hex() not in in_force:
                    return True
        return newest is None

    def shown(self, expect):
        """The state in the form of the vectors; of folders, organisations and times those that `expect` asks about."""

        def show(dot):
            return f"{dot[0]}:{dot[1]}"

        def ordered(facts, key):
            return sorted(facts, key=lambda fact: key(fact[1]) + (fact[0],))

        asked = {"access": [], "rotationDue": [], "newestEpochs": []}
        for row in expect["access"]:
            found = self.access(bytes.fromhex(row["folder"]), bytes.fromhex(row["organisation"]), int(row["time"]))
            asked["access"].append({**row, "result": found})
        for row in expect["rotationDue"]:
            asked["rotationDue"].append(
                {**row, "due": self.rotation_due(bytes.fromhex(row["folder"]), int(row["time"]))}
            )
        for row in expect["newestEpochs"]:
            newest = self.newest_epoch(bytes.fromhex(row["folder"]))
            asked["newestEpochs"].append({**row, "id": newest.hex() if newest else None})
        return {
            "founded": self.genesis is not None,
            "devices": [
                {"author": author.hex(), "admittedBy": show(min(fact[0] for fact in facts))}
                for author, facts in sorted(self.devices.items())
            ],
            "members": [author.hex() for author in sorted(self.devices) if not self.is_removed(author)],
            "newestGeneration": self.newest_generation(),
            "generations": [
                {"number": str(record["number"]), "publicKey": record["publicKey"].hex()}
                for _, record, _ in ordered(self.generations, lambda record: (record["number"],))
            ],
            "epochs": [
                {"folder": record["folder"].hex(), "number": str(record["number"]), "id": record["id"].hex()}
                for _, record, _ in ordered(
                    self.epochs, lambda record: (record["folder"], record["number"], record["id"])
                )
            ],
            "grants": sorted(grant.hex() for grant in self.grants),
            "refused": [show(dot) for dot in sorted(self.refused)],
            "applied": [show(dot) for dot in sorted(self.applied.items())],
            **asked,
        }


def knows(seen, dot):
    return seen.get(dot[0], 0) >= dot[1]


def replay(account, runs):
    """Takes runs in, in any order: one whose author is not known yet waits."""
    state, left = State(account), list(runs)
    while left:
        parked = []
        for value in left:
            try:
                state.take(message(value, run))
            except Refused:
                parked.append(value)
        if len(parked) == len(left):
            raise Refused("stuck")
        left = parked
    return state
