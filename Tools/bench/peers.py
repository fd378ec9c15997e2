"""peers.py TRACES: our text engine beside Loro and Yrs, CPU time in ms, in one run.

From the package's folder: python3 -m venv .build/bench && .build/bench/bin/pip install loro pycrdt
python3 Tools/bench/traces.py TRACES .build/traces && swift build -c release --product bench
.build/bench/bin/python Tools/bench/peers.py TRACES
"""
import gzip, json, random, statistics, subprocess, sys, time
import loro, pycrdt
cpu = lambda: time.process_time() * 1000
def median(f, n=5):
    ts = []
    for _ in range(n):
        t = cpu(); f(); ts.append(cpu() - t)
    return statistics.median(ts)
trace = json.load(gzip.open(sys.argv[1] + '/sequential-automerge-paper.json.gz'))
patches = [p for t in trace['txns'] for p in t['patches']]
def l_typed():
    d = loro.LoroDoc(); t = d.get_text('t')
    for p, n, s in patches:
        if n: t.delete(p, n)
        if s: t.insert(p, s)
    d.commit(); return d
def y_new():
    d = pycrdt.Doc(); d['t'] = pycrdt.Text(); return d
res = {}
d = l_typed()
res['typed.automerge-paper'] = [median(l_typed, 3), None]
snap = d.export(loro.ExportMode.Snapshot()); ups = d.export(loro.ExportMode.Updates(loro.VersionVector()))
def l_import(b):
    e = loro.LoroDoc(); e.import_(b); return e.get_text('t').to_string()
res['encoding.automerge-paper.open'] = [median(lambda: l_import(snap)), None]
res['encoding.automerge-paper.apply-all'] = [median(lambda: l_import(ups)), None]
res['encoding.automerge-paper.stored-bytes'] = [len(snap), None]
def rand(ins):
    r = random.Random(3)
    for i in range(50000): ins(r.randrange(i + 1))
def l_rand(pos):
    d = loro.LoroDoc(); t = d.get_text('t')
    rand(lambda p: t.insert(pos(p), 'x')); d.commit()
def y_prep():
    d = y_new(); t = d['t']
    with d.transaction():
        for i in range(50000): t.insert(0, 'x')
res['random.insert'] = [median(lambda: l_rand(lambda p: p), 3), None]
res['random.prepend'] = [median(lambda: l_rand(lambda p: 0), 3), median(y_prep, 3)]
def l_branches(scattered):
    base = loro.LoroDoc(); base.get_text('t').insert(0, 'lorem ipsum dolor sit amet ' * (1000 if scattered else 40)); base.commit()
    snap = base.export(loro.ExportMode.Snapshot()); r = random.Random(7); ds = []
    for side in range(2):
        d = loro.LoroDoc(); d.import_(snap); t = d.get_text('t'); n = t.len_unicode
        for i in range(20000):
            if not scattered: t.insert(500 + i, 'ab'[side])
            elif r.randrange(3) == 0: t.delete(r.randrange(n), 1); n -= 1
            else: t.insert(r.randrange(n + 1), 'x'); n += 1
        d.commit(); ds.append(d)
    up = ds[1].export(loro.ExportMode.Updates(ds[0].oplog_vv)); ts = []
    for _ in range(3):
        e = ds[0].fork(); t = cpu(); e.import_(up); ts.append(cpu() - t)
    return statistics.median(ts)
def y_branches(scattered):
    base = y_new(); base['t'] += 'lorem ipsum dolor sit amet ' * (1000 if scattered else 40); snap = base.get_update(); r = random.Random(7); ds = []
    for side in range(2):
        d = y_new(); d.apply_update(snap); t = d['t']; n = len(str(t))
        with d.transaction():
            for i in range(20000):
                if not scattered: t.insert(500 + i, 'ab'[side])
                elif r.randrange(3) == 0: p = r.randrange(n); del t[p:p + 1]; n -= 1
                else: t.insert(r.randrange(n + 1), 'x'); n += 1
        ds.append(d)
    up = ds[1].get_update(ds[0].get_state()); mine = ds[0].get_update(); ts = []
    for _ in range(3):
        e = y_new(); e.apply_update(mine); t = cpu(); e.apply_update(up); ts.append(cpu() - t)
    return statistics.median(ts)
res['branches.typed'] = [l_branches(False), y_branches(False)]
res['branches.scattered'] = [l_branches(True), y_branches(True)]
ours = {}
for line in subprocess.run(['.build/release/bench', 'typed', 'encoding', 'random', 'branches'], capture_output=True, text=True).stdout.splitlines():
    if '\t' in line: k, v = line.split('\t'); ours[k] = float(v)
goals = {'typed.automerge-paper': 14, 'encoding.automerge-paper.open': 0.3, 'encoding.automerge-paper.apply-all': 2.4, 'encoding.automerge-paper.stored-bytes': 80000, 'random.insert': 8, 'random.prepend': 4.5, 'branches.typed': 0.24, 'branches.scattered': 47}
print(f'{"row":42}{"ours":>10}{"loro":>10}{"yrs":>10}{"best/ours":>10}{"goal":>10}')
for k, (l, y) in res.items():
    best = min(x for x in (l, y) if x is not None); o = ours.get(k, float('nan'))
    print(f'{k:42}{o:10.3f}{l:10.2f}{"-" if y is None else f"{y:10.2f}":>10}{best / o:10.2f}{goals.get(k, 0):10}')
