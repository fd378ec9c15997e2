"""14 Text: updates, the order of scalars and the report of where changes met. Written from the text of Spec/ alone."""

import zlib

from .encoding import Fault, Reader

SCALARS_MAX = EVENTS_MAX = 1 << 24
AGENTS_MAX = PARENTS_MAX = 4096
UPDATE_BYTES_MAX = 8 << 20


class Refused(Exception):
    pass


def count(reader, most):
    start = reader.at
    value = reader.varint()
    if value > most:
        raise Fault("limitExceeded", start)
    return value


def signed(reader):
    value = reader.varint()
    return value >> 1 if value & 1 == 0 else -(value >> 1) - 1


def decoded(data, author):
    """The runs of an update: (agent, sequence, parents, [(kind, position, scalar)])."""
    reader = Reader(data)
    head = count(reader, EVENTS_MAX << 2 | 3)
    if head & 1:
        start = reader.at
        length = count(reader, UPDATE_BYTES_MAX)
        inflate = zlib.decompressobj(-15)
        try:
            rest = inflate.decompress(data[reader.at :])
        except zlib.error:
            raise Fault("invalidValue", start)
        if not inflate.eof or inflate.unused_data or len(rest) != length:
            raise Fault("invalidValue", start)
        reader = Reader(rest)
    agents, runs = [author], []
    is_long = head & 2
    if is_long:
        rows = head >> 2
        start = reader.at
        agents += [reader.id(16) for _ in range(count(reader, AGENTS_MAX))]
        if len(set(agents)) < len(agents):
            raise Fault("invalidValue", start)
        expected = [0] * len(agents)

        def number():
            at = reader.at
            value = count(reader, AGENTS_MAX)
            if value >= len(agents):
                raise Fault("invalidValue", at)
            return value

        for _ in range(count(reader, EVENTS_MAX)):
            start = reader.at
            run = count(reader, EVENTS_MAX << 2 | 3)
            events = run >> 2
            if events == 0:
                raise Fault("invalidValue", start)
            agent = number()
            sequence = count(reader, EVENTS_MAX) if run & 2 else expected[agent]
            expected[agent] = sequence + events
            parents = None
            if run & 1:
                parents = []
                for _ in range(count(reader, PARENTS_MAX)):
                    parent = number()
                    parents.append((agents[parent], count(reader, EVENTS_MAX)))
            runs.append((agents[agent], sequence, parents, events))
    else:
        rows = (head >> 2) + 1
        sequence = count(reader, EVENTS_MAX)
    start = reader.at
    acts = read_acts(reader, rows)
    if not is_long:
        runs = [(author, sequence, None, len(acts))]
    if sum(run[3] for run in runs) != len(acts):
        raise Fault("invalidValue", start)
    result, place = [], 0
    for agent, sequence, parents, events in runs:
        if parents is None:
            parents = [(agent, sequence - 1)] if sequence else []
        result.append((agent, sequence, parents, acts[place : place + events]))
        place += events
    return result


def read_rows(reader, rows):
    """Rows of (kind, n, p); the reader then stands at the text."""
    heads = Reader(reader.data)
    heads.at, cursor, read = reader.at, 0, []
    for _ in range(rows):
        reader.varint()
    for _ in range(rows):
        at = heads.at
        head = heads.varint()
        kind, n = head & 3, head >> 2
        if kind == 3 or n == 0:
            raise Fault("invalidValue", at)
        if n > SCALARS_MAX:
            raise Fault("limitExceeded", at)
        at = reader.at
        difference = signed(reader)
        if abs(difference) > SCALARS_MAX:
            raise Fault("limitExceeded", at)
        p = cursor + difference - (n if kind == 2 else 0)
        if not 0 <= p <= SCALARS_MAX:
            raise Fault("invalidValue", at)
        read.append((kind, n, p))
        cursor = p + n if kind == 0 else p
    return read


def acts_of(rows, text):
    """What rows do, scalar by scalar."""
    acts, used = [], 0
    for kind, n, p in rows:
        for k in range(n):
            if kind == 0:
                acts.append(("insert", p + k, text[used]))
                used += 1
            else:
                acts.append(("delete", p if kind == 1 else p + n - 1 - k, None))
    return acts


def read_acts(reader, rows):
    if rows > len(reader.data) - reader.at:
        raise Fault("truncated", reader.at)
    read = read_rows(reader, rows)
    at = reader.at
    try:
        text = list(bytes(reader.data[at:]).decode("utf-8"))
    except UnicodeDecodeError:
        raise Fault("malformedText", at)
    if len(text) != sum(n for kind, n, _ in read if kind == 0):
        raise Fault("invalidValue", at)
    return acts_of(read, text)


class Scalar:
    def __init__(self, id, text):
        self.id, self.text = id, text
        self.lefts, self.rights, self.right_origin, self.deletions = [], [], None, set()


class Document:
    def __init__(self):
        self.start = Scalar(None, "")
        self.version = {}  # of each event, all that it follows
        self.counts = {}

    def order(self):
        out = []

        def visit(scalar):
            for child in scalar.lefts:
                visit(child)
            out.append(scalar)
            for child in scalar.rights:
                visit(child)

        visit(self.start)
        return out

    def apply(self, data, author):
        for agent, sequence, parents, acts in decoded(data, author):
            for act in acts:
                id = (agent, sequence)
                if id not in self.version:
                    if sequence > self.counts.get(agent, 0) or any(parent not in self.version for parent in parents):
                        raise Refused("missingParents")
                    self.act(id, parents, act)
                    self.counts[agent] = sequence + 1
                parents, sequence = [id], sequence + 1

    def act(self, id, parents, act):
        seen = set(parents).union(*(self.version[parent] for parent in parents))
        order = self.order()
        held = [s for s in order if s.id is None or s.id in seen]
        text = [s for s in held if not s.deletions & seen]  # the start, then the text
        kind, position, scalar = act
        if position + 1 > len(text) - (kind == "delete"):
            raise Refused("outOfBounds")
        self.version[id] = seen
        if kind == "delete":
            text[position + 1].deletions.add(id)
            return
        left = text[position]
        place = held.index(left)
        right = held[place + 1] if place + 1 < len(held) else None
        new = Scalar(id, scalar)
        new.right_origin = right
        if any(child.id in seen for child in left.rights):
            right.lefts.append(new)
            right.lefts.sort(key=lambda s: s.id)
        else:
            left.rights.append(new)
            places = {s: i for i, s in enumerate(order)}
            left.rights.sort(
                key=lambda s: (-(places[s.right_origin] if s.right_origin else len(order)), s.id)
            )

    def shown(self):
        return "".join(s.text for s in self.order() if not s.deletions)

    def at(self, events):
        """The text at the version that these events and what they follow are."""
        seen = self.closed(events)
        return "".join(s.text for s in self.order() if s.id in seen and not s.deletions & seen)

    def closed(self, events):
        return set(events).union(*(self.version[event] for event in events))

    def heads(self):
        followed = set().union(*self.version.values()) if self.version else set()
        return sorted(set(self.version) - followed)

    def concurrent(self, a, b):
        return a not in self.version[b] and b not in self.version[a]

    def overlaps(self, answers=frozenset()):
        """`answers`: the events that came by an edit beside a `settle` of this text."""
        order = [s for s in self.order() if s.id]
        contest = [s.deletions - answers for s in order]
        by = [{agent for agent, _ in deletions} for deletions in contest]
        everyone = {agent for s in order for agent, _ in s.deletions}
        marks = [(0, set()) for _ in order]  # 1 deleted, 2 inserted, 3 replaced; the events concerned

        def mark(i, kind, events):
            marks[i] = (max(marks[i][0], kind), marks[i][1] | events)

        def visible(i, event):
            return order[i].id in self.version[event] and not order[i].deletions & self.version[event]

        def met(i, b, others):
            """The last deletion by `b` of one of `others` that does not follow the insertion and saw nothing between."""
            inserted, found = order[i].id, []
            for other in others:
                between = range(min(i, other) + 1, max(i, other))
                for d in order[other].deletions:
                    if d in answers and inserted in answers:
                        continue
                    if d[0] == b and inserted not in self.version[d] and not any(visible(j, d) for j in between):
                        found.append(d)
            return max(found) if found and self.concurrent(inserted, max(found)) else None

        for i in range(len(order)):
            for b in everyone - {order[i].id[0]}:
                d, e = met(i, b, range(i)), met(i, b, range(i + 1, len(order)))
                if d and e:
                    mark(i, 2, {order[i].id, d, e})
        i = 0
        while i < len(order):
            if len(by[i]) < 2:
                i += 1
                continue
            first, agents = i, set()
            while i < len(order) and len(by[i]) > 1:
                mark(i, 1, contest[i])
                agents |= by[i]
                i += 1
            beside = []
            for step, end in ((-1, first), (1, i - 1)):
                j = end + step
                while 0 <= j < len(order) and len(by[j]) < 2:
                    id, deletions = order[j].id, contest[end]
                    if id in answers:
                        pass
                    elif id[0] in agents and any(d[0] != id[0] and self.concurrent(id, d) for d in deletions):
                        beside.append(j)
                    elif not deletions <= self.version[id]:
                        break
                    j += step
            if len({order[j].id[0] for j in beside}) > 1:
                for j in beside:
                    mark(j, 3, {order[j].id})
                for j in range(first, i):
                    mark(j, 3, set())
        return self.rows(order, by, marks, answers)

    def standing(self, events):
        """The last event of each agent, without those that two others follow which none follows."""
        last = dict(sorted(events)).items()
        followers = {event: [other for other in last if event in self.version[other]] for event in last}
        return [e for e in last if sum(not followers[other] for other in followers[e]) < 2]

    def passages(self, side, answers):
        """The rows, joined where nothing keeps them apart, with the passage. `side(event)` is the version that an event stands
        for."""
        order = [s for s in self.order() if s.id]

        def held(i, versions):
            return [order[i].id in seen and not order[i].deletions & seen for seen in versions]

        def versions(row):
            return [side(event) for event in row["events"]]

        rows = []  # with the first and the end of where the passage may be
        for row in self.overlaps(answers):
            if not rows:
                rows.append((row, 0, len(order)))
                continue
            (last, start, _), kinds = rows[-1], ["deleted", "inserted", "replaced"]
            one = {
                "kind": max(last["kind"], row["kind"], key=kinds.index),
                "events": self.standing(last["events"] + row["events"]),
                "places": range(last["places"].start, row["places"].stop),
            }
            between, sides = range(last["places"].stop, row["places"].start), versions(one)
            if self.after(row, last) or self.after(last, row):
                start_of_row = row["places"].start
                rows[-1] = (last, start, start_of_row)
                rows.append((row, start_of_row, len(order)))
                continue
            divider = next((i for i in between if all(held(i, sides))), None)
            if divider is None:
                rows[-1] = (one, start, len(order))
            else:
                rows[-1] = (last, start, divider)
                rows.append((row, divider + 1, len(order)))
        for row, start, end in rows:
            sides, concerned = versions(row), {agent for agent, _ in row["events"]}

            def stretch(places):
                found = []
                for i in places:
                    if all(held(i, sides)):
                        break
                    found.append(i)
                return [i for i in found if any(held(i, sides)) or order[i].id in answers]

            def shown_at(i, seen):
                if held(i, [seen])[0]:
                    return True
                if order[i].deletions or order[i].id in answers or order[i].id in seen:
                    return False
                return not any(held(i, sides)) or order[i].id[0] not in concerned

            before = stretch(range(row["places"].start - 1, start - 1, -1))
            after = stretch(range(row["places"].stop, end))
            places = range(min(before + [row["places"].start]), max(after + [row["places"].stop - 1]) + 1)

            def answered(beyond):
                """Answers, up to the first scalar in the text that is none."""
                present = [i for i in beyond if not order[i].deletions]
                others = [k for k, i in enumerate(present) if order[i].id not in answers]
                return present[: others[0]] if others else present

            shown = answered(range(places.start - 1, start - 1, -1))[::-1]
            shown += [i for i in places if not order[i].deletions] + answered(range(places.stop, end))
            first = min([places.start] + shown)
            yield {
                **row,
                "passage": {
                    "position": sum(not s.deletions for s in order[:first]),
                    "text": "".join(order[i].text for i in shown),
                },
                "sides": ["".join(order[i].text for i in places if shown_at(i, seen)) for seen in sides],
            }

    def after(self, row, other):
        return all(set(other["events"]) <= self.version[event] for event in row["events"])

    def rows(self, order, by, marks, answers):
        stretches = []
        for i in (i for i in range(len(order)) if marks[i][0]):
            if stretches:
                last = stretches[-1].stop - 1
                concerned = marks[last][1] | marks[i][1]
                ids = [order[j].id for j in range(last + 1, i)]
                if all(id in answers or concerned <= self.version[id] for id in ids):
                    stretches[-1] = range(stretches[-1].start, i + 1)
                    continue
            stretches.append(range(i, i + 1))
        return [
            {
                "position": sum(not s.deletions for s in order[: places.start]),
                "count": sum(not order[i].deletions for i in places),
                "deleted": sum(len(by[i]) > 1 for i in places if marks[i][0]),
                "kind": ["", "deleted", "inserted", "replaced"][max(marks[i][0] for i in places)],
                "events": self.standing(set().union(*(marks[i][1] for i in places))),
                "places": places,
            }
            for places in stretches
        ]


def check_texts(case):
    document, expect = Document(), case["expect"]
    for update in case["updates"]:
        try:
            document.apply(bytes.fromhex(update["update"]), bytes.fromhex(update["author"]))
        except Fault as fault:
            return expect == {"error": fault.code, "offset": fault.offset}
        except Refused as refused:
            return expect == {"refused": str(refused)}
    return expect == {
        "valid": True,
        "text": document.shown(),
        "version": [f"{agent.hex()}:{sequence}" for agent, sequence in document.heads()],
        "overlaps": [
            {
                **{name: row[name] for name in ("position", "count", "deleted", "kind")},
                "events": [f"{agent.hex()}:{sequence}" for agent, sequence in row["events"]],
            }
            for row in document.overlaps()
        ],
    }
