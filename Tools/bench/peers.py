"""peers.py ENGINE GROUP: measures one group of figures of the table "Text" with a peer; `bench` calls it.

ENGINE: loro or yrs (PyPI: loro, pycrdt). GROUP: as in `bench --help`. Prints "figure, tab, value" lines: CPU ms, bytes, MB.
The workloads are those of the Swift files beside this one, with the same random numbers. What as many calls of a function
that does nothing cost is subtracted where every edit is a call of its own.
"""
import ctypes, gc, os, re, struct, sys, time
from statistics import median as middle

TRACES = os.environ.get('BENCH_TRACES', '.build/traces') + '/'
CACHE = TRACES + 'peers/'
libc = ctypes.CDLL('libc.so.6')


def cpu():
    return time.process_time() * 1000


def row(name, value):
    print(f'{name}\t{value:.6g}', flush=True)


def timed(f, n=5):
    times = []
    for _ in range(n):
        start = cpu()
        f()
        times.append(cpu() - start)
    return middle(times)


def status(field):
    return int(re.search(field + r':\s+(\d+)', open('/proc/self/status').read())[1]) / 1024


def memory(name, f):
    """MB that the process has more, with the result alive, and at the highest."""
    gc.collect()
    libc.malloc_trim(0)
    open('/proc/self/clear_refs', 'w').write('5')
    before = status('VmRSS')
    result = f()
    peak = status('VmHWM')
    gc.collect()
    libc.malloc_trim(0)
    row(name + '.after', max(0, status('VmRSS') - before))
    row(name + '.peak', max(0, peak - before))
    return result


class Random:
    """SplitMix, as in Agents.swift."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        mask = (1 << 64) - 1
        self.state = z = (self.state + 0x9e3779b97f4a7c15) & mask
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9 & mask
        z = (z ^ z >> 27) * 0x94d049bb133111eb & mask
        return (z ^ z >> 31) % max(n, 1)


class Trace:
    def __init__(self, name):
        self.bytes, self.at = open(TRACES + name + '.bin', 'rb').read(), 0
        self.end = self.text()
        if name.startswith('seq'):
            self.edits = self.patches()
        else:
            self.txns = [(self.number(), self.numbers(), self.patches()) for _ in range(self.number())]

    def number(self):
        self.at += 4
        return struct.unpack_from('<I', self.bytes, self.at - 4)[0]

    def numbers(self):
        return [self.number() for _ in range(self.number())]

    def text(self):
        n = self.number()
        self.at += n
        return self.bytes[self.at - n:self.at].decode()

    def patches(self):
        return [(self.number(), self.number(), self.text()) for _ in range(self.number())]


class Loro:
    def __init__(self, agent=1, full=True):
        import loro
        self.loro, self.d = loro, loro.LoroDoc()
        self.d.peer_id = agent + 1
        self.t = self.d.get_text('t')
        self.begin = lambda: None
        self.insert, self.delete = self.t.insert, self.t.delete
        self.idle = self.d.is_detached
        self.end = self.d.commit

    def text(self): return self.t.to_string()
    def version(self): return self.d.oplog_vv
    def update(self, since=None): return self.d.export(self.loro.ExportMode.Updates(since or self.loro.VersionVector()))
    def stored(self): return self.d.export(self.loro.ExportMode.Snapshot())
    def forgetful(self): return self.d.export(self.loro.ExportMode.ShallowSnapshot(self.d.state_frontiers))
    def apply(self, update): self.d.import_(update)

    def made(self, act):
        before = self.d.oplog_vv
        act()
        return self.update(before)

    def apply_all(self, updates): self.d.import_batch(updates)
    def thread(self): self.list = self.d.get_list('comments')

    def comment(self, author, text):
        m = self.list.push_container(self.loro.LoroMap())
        m.insert('author', author)
        m.insert_container('text', self.loro.LoroText()).insert(0, text)
        self.d.commit()

    def comment_text(self, n): return self.list.get(n).container.get('text').container
    def comment_insert(self, n, at, text): self.comment_text(n).insert(at, text); self.d.commit()
    def comment_length(self, n): return self.comment_text(n).len_unicode
    def comment_delete(self, n): self.list.delete(n, 1); self.d.commit()

    @staticmethod
    def repaired(b):
        """The checksum of the body, from byte 20 on, stands at 16."""
        return b[:16] + struct.pack('<I', xxh32(b[20:], 0x4f524f4c)) + b[20:] if len(b) > 20 else b


class Yrs:
    def __init__(self, agent=1, full=True):
        import pycrdt
        self.p, self.d = pycrdt, pycrdt.Doc(client_id=agent + 1, skip_gc=full)
        self.d['t'] = self.t = pycrdt.Text()
        self.caught = []

    def made(self, act):
        """The one transaction's update: what `get_update` gives names all that was ever deleted."""
        held = self.d.observe(lambda event: self.caught.append(event.update))
        act()
        self.d.unobserve(held)
        made = self.caught.pop()
        assert not self.caught
        return made

    def begin(self):
        self.ctx = self.d.transaction()
        txn = self.ctx.__enter__()._txn
        t = self.t.integrated
        self.insert = lambda p, s: t.insert(txn, p, s)
        self.delete = lambda p, n: t.remove_range(txn, p, n)
        self.idle = lambda: t.len(txn)

    def end(self):
        self.ctx.__exit__(None, None, None)
        self.insert = self.delete = self.idle = None

    def text(self): return str(self.t)
    def version(self): return self.d.get_state()
    def update(self, since=None): return self.d.get_update(since) if since else self.d.get_update()
    def stored(self): return self.d.get_update()
    def forgetful(self): return b''
    def apply(self, update): self.d.apply_update(update)
    def apply_all(self, updates):
        for u in updates: self.d.apply_update(u)

    def thread(self): self.d['comments'] = self.list = self.p.Array()
    def comment(self, author, text): self.list.append(self.p.Map({'author': author, 'text': self.p.Text(text)}))
    def comment_insert(self, n, at, text): self.list[n]['text'].insert(at, text)
    def comment_length(self, n): return len(self.list[n]['text'])
    def comment_delete(self, n): del self.list[n]
    repaired = staticmethod(lambda b: b)


def xxh32(data, seed):
    """XXH32 (Collet), for repairing Loro's checksums."""
    P1, P2, P3, P4, P5, M = 2654435761, 2246822519, 3266489917, 668265263, 374761393, 0xffffffff
    rot = lambda x, r: (x << r | x >> 32 - r) & M
    n, i = len(data), 0
    if n >= 16:
        v = [(seed + P1 + P2) & M, (seed + P2) & M, seed, (seed - P1) & M]
        while i + 16 <= n:
            for k, w in enumerate(struct.unpack_from('<4I', data, i)): v[k] = rot((v[k] + w * P2) & M, 13) * P1 & M
            i += 16
        h = sum(rot(x, r) for x, r in zip(v, (1, 7, 12, 18))) & M
    else:
        h = (seed + P5) & M
    h = (h + n) & M
    while i + 4 <= n:
        h = rot((h + struct.unpack_from('<I', data, i)[0] * P3) & M, 17) * P4 & M
        i += 4
    for b in data[i:]: h = rot((h + b * P5) & M, 11) * P1 & M
    h = (h ^ h >> 15) * P2 & M
    h = (h ^ h >> 13) * P3 & M
    return h ^ h >> 16


def edited(patches, agent=1, engine=None):
    doc = engine or Engine(agent)
    doc.begin()
    insert, delete = doc.insert, doc.delete
    for p, n, s in patches:
        if n: delete(p, n)
        if s: insert(p, s)
    doc.end()
    return doc


def idling(count):
    """What as many calls cost that do nothing."""
    doc = Engine()
    doc.begin()
    idle = doc.idle
    def calls():
        for _ in range(count): idle()
    took = timed(calls)
    doc.end()
    return took


def read(update):
    doc = Engine(9)
    doc.apply(update)
    doc.text()
    return doc


def kept(name, make):
    """Bytes that take long to make, kept beside the traces."""
    path = CACHE + name + '.' + NAME
    if not os.path.exists(path):
        os.makedirs(CACHE, exist_ok=True)
        for part, data in make().items(): open(CACHE + part + '.' + NAME, 'wb').write(data)
    return open(path, 'rb').read()


def paper(part='update'):
    return kept('paper-' + part, lambda: files('paper', edited(Trace('sequential-automerge-paper').edits)))


def paper_forgetful():
    if NAME == 'loro': return paper('forgetful')
    return kept('paper-collected', lambda: {
        'paper-collected': edited(Trace('sequential-automerge-paper').edits, engine=Yrs(1, full=False)).stored()})


def files(name, doc):
    return {f'{name}-update': doc.update(), f'{name}-stored': doc.stored(), f'{name}-forgetful': doc.forgetful()}


def concurrent(name, part):
    """Each transaction made in the document of its agent, which then holds exactly what it follows."""
    def make():
        trace = Trace('concurrent-' + name)
        docs, held, made = {}, {}, []
        for index, (agent, parents, patches) in enumerate(trace.txns):
            if agent not in docs: docs[agent], held[agent] = Engine(agent), set()
            doc, has = docs[agent], held[agent]
            missing, stack = [], [p for p in parents if p not in has]
            while stack:
                n = stack.pop()
                if n in has: continue
                has.add(n)
                missing.append(n)
                stack += [p for p in trace.txns[n][1] if p not in has]
            if missing: doc.apply_all([made[n] for n in sorted(missing)])
            made.append(doc.made(lambda: edited(patches, engine=doc)))
            has.add(index)
        last = Engine(5000)
        for n in range(0, len(made), 500): last.apply_all(made[n:n + 500])
        if len(last.text()) != len(trace.end): print(f'{NAME} {name}: {len(last.text())} of {len(trace.end)}', file=sys.stderr)
        return files(name, last)
    return kept(name + '-' + part, make)


def branches(scattered):
    base = Engine(0)
    n = 27 * (1000 if scattered else 40)
    edited([(0, 0, 'lorem ipsum dolor sit amet ' * (n // 27))], engine=base)
    random, docs, start = Random(7), [], base.version()
    for side in range(2):
        doc = Engine(1 + side)
        doc.apply(base.update())
        edits, count = [], n
        for index in range(20000):
            if not scattered:
                edits.append((500 + index, 0, 'ab'[side]))
            elif random.below(3) == 0:
                edits.append((random.below(count), 1, ''))
                count -= 1
            else:
                edits.append((random.below(count + 1), 0, 'x'))
                count += 1
        docs.append(edited(edits, engine=doc))
    mine, theirs, times = docs[0].stored(), docs[1].update(docs[0].version()), []
    docs[0].apply(theirs)
    length = len(docs[0].text())
    def fresh():
        doc = Engine(9)
        doc.apply(mine)
        doc.text()
        return doc
    name = 'branches.' + ('scattered' if scattered else 'typed')
    for _ in range(5):
        doc = fresh()
        start = cpu()
        doc.apply(theirs)
        times.append(cpu() - start)
        assert len(doc.text()) == length, (len(doc.text()), length)
    row(name, middle(times))
    doc = fresh()
    memory(name, lambda: doc.apply(theirs))


def inserts(name, places):
    # Yrs walks its list to find a place: 50,000 took 50 s when that was measured, and is not measured each time.
    if NAME == 'yrs' and name == 'random.insert': return
    edits = [(p, 0, 'x') for p in places]
    row(name, timed(lambda: edited(edits), 3) - idling(len(edits)))


def typed():
    # Likewise: a quarter of a minute of CPU, more if others use the machine.
    if NAME == 'yrs': return
    edits = Trace('sequential-automerge-paper').edits
    doc = memory('typed', lambda: edited(edits))
    row('typed', timed(lambda: edited(edits), 3) - idling(sum((n > 0) + (s != '') for _, n, s in edits)))
    if doc.text() != Trace('sequential-automerge-paper').end: print(NAME, 'typed: another text', file=sys.stderr)


def opening(name, data):
    data()
    memory(name, lambda: read(data()))
    row(name, timed(lambda: read(data())))


def updates():
    edits = Trace('sequential-automerge-paper').edits
    doc, done, sizes = Engine(1), 0, {200: [], 20: [], 1: []}
    for start in [*range(20000, len(edits) - 12000, 12000), len(edits) - 221]:
        edited(edits[done:start], engine=doc)
        done = start
        for n in sizes:
            sizes[n].append(len(doc.made(lambda: edited(edits[done:done + n], engine=doc))))
            done += n
    for n in sizes:
        row(f'updates.{n}', max(sizes[n]))
        row(f'updates.{n}.median', middle(sizes[n]))


def single():
    edits = Trace('sequential-automerge-paper').edits
    doc = edited(edits[:100000])
    other = Engine(2)
    other.apply(doc.stored())
    other.text()
    made = []
    for edit in edits[100000:110000]:
        made.append(doc.made(lambda: edited([edit], engine=doc)))
    idle = idling(len(made))
    start = cpu()
    for update in made: other.apply(update)
    row('apply-one', (cpu() - start - idle) * 1000 / len(made))


def diary():
    words = [w for w in Trace('sequential-automerge-paper').end.split(' ') if w]
    random, stored, sizes = Random(11), [], []
    def met(a, b): b.apply(a.update(b.version())); a.apply(b.update(a.version()))
    for n in range(1000):
        a, b, text, counts = Engine(1), Engine(2), '', {}
        while len(text) < 330: text += words[random.below(len(words))] + ' '
        edited([(0, 0, text)], engine=a)
        for edit in range(20):
            if edit % 4 == 0 or n % 4 != 0: met(a, b)
            word = words[random.below(len(words))] + ' '
            doc = a if random.below(2) == 0 else b
            place = random.below(len(doc.text()))
            sizes.append(len(doc.made(lambda: edited([(place, 0, word)], engine=doc))))
        a.apply(b.update(a.version()))
        stored.append(a.stored())
    row('diary.bytes', sum(map(len, stored)))
    row('diary.edit', middle(sizes))
    memory('diary.open', lambda: [read(s) for s in stored])
    row('diary.open', timed(lambda: [read(s) for s in stored], 3))


def thread():
    words = [w for w in Trace('sequential-automerge-paper').end.split(' ') if w]
    random, doc, sizes = Random(13), Engine(1), {'add': [], 'edit': [], 'delete': []}
    doc.thread()
    def did(what, payload, act):
        sizes[what].append(len(doc.made(act)) - payload)
    for n in range(300):
        text = ' '.join(words[random.below(len(words))] for _ in range(12))
        did('add', len(text.encode()), lambda: doc.comment(n % 2, text))
    for n in range(300):
        word = words[random.below(len(words))] + ' '
        place = random.below(doc.comment_length(n))
        did('edit', len(word.encode()), lambda: doc.comment_insert(n, place, word))
    for n in reversed(range(0, 300, 2)): did('delete', 0, lambda: doc.comment_delete(n))
    for what in sizes: row('thread.' + what, middle(sizes[what]))


def mutants(count):
    """Bytes are damaged, the outer checksum made right again (Loro's snapshots have more inside): a panic, another text?"""
    devnull = os.open('/dev/null', os.O_WRONLY)
    os.dup2(devnull, 2)
    random, panics, different = Random(17), 0, 0
    words = [w for w in Trace('sequential-automerge-paper').end.split(' ') if w]
    seeds = []
    for n in range(20):
        a, b = Engine(1), Engine(2)
        edited([(0, 0, ' '.join(words[random.below(len(words))] for _ in range(40)))], engine=a)
        b.apply(a.update())
        before = a.update()
        for _ in range(10):
            for doc in (a, b):
                place = random.below(len(doc.text()) - 5)
                edited([(place, random.below(4), words[random.below(len(words))])], engine=doc)
        a.apply(b.update(a.version()))
        base = Engine(3)
        base.apply(before)
        seeds += [(None, a.stored(), a.text()), (before, a.update(base.version()), a.text())]
    for n in range(count):
        base, data, expected = seeds[n % len(seeds)]
        data = bytearray(data)
        for _ in range(1 + random.below(3)):
            place = random.below(len(data) - 1)
            kind = random.below(5)
            if kind == 0: data[place] ^= 1 << random.below(8)
            elif kind == 1: data[place] = random.below(256)
            elif kind == 2: del data[place]
            elif kind == 3: data.insert(place, random.below(256))
            else: del data[place + 1:]
            if len(data) < 2: break
        doc = Engine(4)
        if base: doc.apply(base)
        try:
            doc.apply(Engine.repaired(bytes(data)))
            if doc.text() != expected: different += 1
        except BaseException as error:  # Loro's errors are no Exceptions
            if 'Panic' in type(error).__name__: panics += 1
    row('mutants.traps', panics)
    row('mutants.different', 100 * different / count)


def picks(n, at):
    random = Random(3)
    return [random.below(i + 1) if at else 0 for i in range(n)]


GROUPS = {
    'typed': typed,
    'insert': lambda: inserts('random.insert', picks(50000, True)),
    'prepend': lambda: inserts('random.prepend', picks(50000, False)),
    'open': lambda: opening('open', lambda: paper('stored')),
    'history': lambda: opening('history', lambda: paper('update')),
    'stored': lambda: (row('stored', len(paper('stored'))), row('stored.forgetful', len(paper_forgetful()))),
    'updates': updates, 'single': single, 'diary': diary, 'thread': thread,
    'scattered': lambda: branches(True), 'together': lambda: branches(False),
    'mutants': lambda: mutants(int(os.environ.get('BENCH_MUTANTS', '3000'))),
}
for trace in ('friendsforever', 'a1'):
    GROUPS[trace] = lambda trace=trace: opening(trace, lambda: concurrent(trace, 'update'))
    GROUPS[trace + '-open'] = lambda trace=trace: opening(trace + '.open', lambda: concurrent(trace, 'stored'))

if __name__ == '__main__':
    if len(sys.argv) != 3 or sys.argv[1] not in ('loro', 'yrs') or sys.argv[2] not in GROUPS: sys.exit(__doc__)
    NAME = sys.argv[1]
    Engine = {'loro': Loro, 'yrs': Yrs}[NAME]
    try:
        Engine()
    except ImportError as error:
        sys.exit(f'peers.py: {error}')
    GROUPS[sys.argv[2]]()
