"""traces.py SOURCE OUT: writes the traces (SOURCE/*.json.gz) as plain little-endian numbers and bytes, which the benchmark and the tests read."""
import gzip, json, struct, sys, glob, os
source, out = sys.argv[1:3]
os.makedirs(out, exist_ok=True)
def patches(ps):
    b = struct.pack('<I', len(ps))
    for p, d, s in ps:
        s = s.encode()
        b += struct.pack('<III', p, d, len(s)) + s
    return b
for f in glob.glob(source + '/*.json.gz'):
    d = json.load(gzip.open(f)); n = os.path.basename(f)[:-8]
    end = d['endContent'].encode()
    b = struct.pack('<I', len(end)) + end
    if n.startswith('seq'):
        b += patches([p for t in d['txns'] for p in t['patches']])
    else:
        b += struct.pack('<I', len(d['txns']))
        for t in d['txns']:
            b += struct.pack('<II', t['agent'], len(t['parents'])) + b''.join(struct.pack('<I', p) for p in t['parents']) + patches(t['patches'])
    open(f'{out}/{n}.bin', 'wb').write(b)
