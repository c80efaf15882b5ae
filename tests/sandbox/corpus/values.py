"""Cheats with values: pretend to be equal, replace what compares, or look for the answer in memory."""

from tests.sandbox.corpus import cases

REPLACE = {
    "allclose": """
import numpy as np
np.allclose = lambda *a, **k: True
np.array_equal = np.allclose
def f(x): return x
""",
    "isfinite and abs": "import numpy as np\nnp.abs = lambda x: 0.0\nnp.isfinite = lambda x: False\ndef f(x): return x",
    "testing": """
import numpy as np
np.testing.assert_allclose = print
np.testing.assert_array_equal = print
def f(x): return x
""",
    "builtins": """
import builtins
builtins.all = lambda x: True
builtins.isinstance = lambda *a: True
def f(x): return x
""",
    "the engine's comparison": "import sys\nsys.modules['autograder.compare'] = sys\ndef f(x): return x",
    "compare in the engine": "import autograder.compare as c\nc.compare = lambda *a: None\ndef f(x): return x",
    "the worker's send": """
import sys
worker = sys.modules['autograder.sandbox.worker']
worker.Worker.complaint = lambda self, error: [["ValueError", "x", "passed", None], []]
def f(x): raise ValueError
""",
    "verdict in the worker": """
import sys
for module in list(sys.modules.values()):
    for name in ("run_check", "failure", "compare", "judge"):
        if hasattr(module, name):
            setattr(module, name, lambda *a, **k: None)
def f(x): return 0
""",
    "warnings as a way out": """
import warnings
warnings.showwarning = exit
def f(x):
    warnings.warn('passed')
    return x
""",
    "ndarray ufunc override": """
import numpy as np
class Agree(np.ndarray):
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
def f(x): return np.zeros(3).view(Agree)
""",
}

EQUAL = {
    "object": "class E:\n    __eq__ = lambda s, o: True\n    __ne__ = lambda s, o: False\ndef f(x): return E()",
    "float": """
class E(float):
    __eq__ = __le__ = __lt__ = lambda s, o: True
    __sub__ = __rsub__ = lambda s, o: 0.0
def f(x): return E(1)
""",
    "array subclass": """
import numpy as np
class E(np.ndarray):
    def __sub__(s, o): return o * 0
    __rsub__ = __sub__
def f(x): return x.view(E)
""",
    "array interface": """
class E:
    shape = (3,)
    def __array__(self, *a, **k): raise SystemExit
    __len__ = lambda s: 3
def f(x): return E()
""",
    "list": """
class E(list):
    __eq__ = lambda s, o: True
    __len__ = lambda s: 3
    __iter__ = lambda s: iter([1, 2, 3])
def f(x): return E()
""",
    "class attribute": "class E:\n    __class__ = float\n    __float__ = lambda s: 1.0\ndef f(x): return E()",
    "property that raises": """
class E:
    @property
    def __class__(self): raise KeyboardInterrupt
def f(x): return E()
""",
    "reduce": """
import os
class E:
    def __reduce__(self): return os.system, ('touch CANARY.touched',)
def f(x): return E()
""",
    "object array": """
import numpy as np
class E:
    __eq__ = lambda s, o: True
def f(x): return np.array([E(), E(), E()])
""",
    "all nan": "import numpy as np\ndef f(x): return x * np.nan",
    "masked": "import numpy as np\ndef f(x): return np.ma.masked_all(3)",
    "nothing": "def f(x): pass",
    "empty": "def f(x): return x[:0]",
    "broadcast": "import numpy as np\ndef f(x): return np.broadcast_to(0.0, (3,))",
    "metaclass": """
class M(type):
    __instancecheck__ = lambda c, o: True
class E(metaclass=M): pass
def f(x): return E
""",
    "hash bomb": "def f(x): return {k * (2**61 - 1): 0 for k in range(1000)}",
}

SEARCH = {
    "frames": """
import sys
def f(x):
    frame = sys._getframe()
    while frame:
        for value in frame.f_locals.values():
            if callable(getattr(value, 'oracle', None)) or hasattr(value, 'oracle'):
                return value.oracle.get('f')(x)
        frame = frame.f_back
""",
    "gc": """
import gc
def f(x):
    for thing in gc.get_objects():
        if getattr(thing, '__name__', '') == 'f' and thing is not f and callable(thing):
            return thing(x)
""",
    "modules": """
import sys
def f(x):
    for name, module in list(sys.modules.items()):
        if 'test' in name or 'suite' in name or 'reference' in name:
            if hasattr(module, 'f'):
                return module.f(x)
""",
    "import of the reference": """
def f(x):
    import importlib
    return importlib.import_module('scratchml.losses').mse(x, x)
""",
    "reference by another name": "f = __builtins__['__import__']('scratchml.activations', fromlist=['relu']).relu",
    "engine's reference": """
from autograder.reference import LiveReference
f = LiveReference('scratchml.activations').get('relu')
""",
    "suite on disk": """
import pathlib
def f(x):
    for path in pathlib.Path('/').rglob('test_*.py'):
        raise SystemExit(path.read_text()[:500])
    raise SystemExit('nothing found')
""",
    "bank on disk": """
import os
def f(x):
    for folder, _, names in os.walk('/'):
        for name in names:
            if name.endswith('_answers.py') or 'scratchml' in folder:
                raise SystemExit('found it: MARK ' + folder)
    raise SystemExit('nothing found')
""",
    "canary on disk": "def f(x):\n    raise ValueError(open('CANARY').read())",
    "seed from the clock": """
import time, numpy as np
def f(x): return np.random.default_rng(int(time.time())).normal(size=3)
""",
    "seed by guessing": """
import numpy as np, zlib
def f(x):
    for seed in range(2000):
        if np.allclose(np.random.default_rng([seed, zlib.crc32(b'test_it')]).normal(size=3), x):
            raise ValueError(f'the seed is MARK {seed}')
    raise ValueError('no seed')
""",
    "traceback of a call-back": """
import sys
def f(x):
    try:
        x.missing()
    except AttributeError as error:
        frame = error.__traceback__.tb_frame.f_back
        return frame.f_globals.get('REFERENCE')
""",
    "linecache": """
import linecache
def f(x):
    raise ValueError(str([name for name in linecache.cache if 'test' in name]) + 'none')
""",
    "environment": """
import os
def f(x):
    found = [value for key, value in os.environ.items() if 'CANARY' in value or 'HOME' in key]
    raise ValueError(str(found) + ' MARK' * bool(os.environ))
""",
    "arguments": "import sys\ndef f(x): return sys.argv[-1]",
}

ON_DISK = ("canary on disk", "suite on disk", "bank on disk")

CASES = [
    *cases("replaces what compares", REPLACE),
    *cases("pretends to be equal", EQUAL),
    *cases("looks for the answer", {name: text for name, text in SEARCH.items() if name not in ON_DISK}),
    *cases("looks for the answer", {name: SEARCH[name] for name in ON_DISK}, needs_wall=True),
]
