"""Attacks on the process, the machine and the connection."""

from tests.sandbox.corpus import cases

ENDS = {
    "os._exit at import": "import os\nos._exit(0)",
    "os._exit in the call": "import os\ndef f(x): os._exit(0)",
    "sys.exit at import": "import sys\nsys.exit(0)\ndef f(x): return x",
    "sys.exit in the call": "import sys\ndef f(x): sys.exit(0)",
    "kill itself": "import os\ndef f(x): os.kill(os.getpid(), 9)",
    "stop itself": "import os, signal\ndef f(x): os.kill(os.getpid(), signal.SIGSTOP)",
    "segmentation fault": "import ctypes\ndef f(x): return ctypes.string_at(0)",
    "abort": "import ctypes\ndef f(x): ctypes.CDLL(None).abort()",
    "atexit": "import atexit, os\natexit.register(lambda: open('CANARY', 'w').write('gone'))\ndef f(x): return x",
    "keyboard interrupt": "def f(x): raise KeyboardInterrupt",
    "generator exit": "def f(x): raise GeneratorExit",
    "stop iteration": "def f(x): raise StopIteration",
    "memory error": "def f(x): raise MemoryError",
    "own base exception": "class Pass(BaseException):\n    __str__ = None\ndef f(x): raise Pass",
    "exception that raises": "class E(Exception):\n    def __str__(self): raise SystemExit\ndef f(x): raise E",
    "exception called Passed": "class Passed(Exception): pass\ndef f(x): raise Passed('passed: 1/1')",
    "exception with escapes": "def f(x): raise ValueError('\\x1b[2J\\x1b[31m passed')",
    "long message": "def f(x): raise ValueError('x' * 10**7)",
    "recursion": "def f(x): return f(x)",
    "recursion without a limit": "import sys\nsys.setrecursionlimit(10**8)\ndef f(x): return f(x)",
    "a stub that lies": "def f(x): raise NotImplementedError('passed')",
}

HANGS = {
    "loop": "def f(x):\n    while True: pass",
    "loop in C": "def f(x): return sum(iter(int, 1))",
    "loop at import": "def f(x): return x\nwhile True: pass",
    "sleep": "import time\ndef f(x): time.sleep(1000)",
    "swallows exceptions": """
def f(x):
    while True:
        try:
            while True: pass
        except BaseException: pass
""",
    "blocks signals": """
import signal
for s in set(signal.valid_signals()) - {9, 19, 32, 33}:
    signal.signal(s, signal.SIG_IGN)
def f(x):
    while True: pass
""",
    "big power": "def f(x): return 9 ** 9 ** 9",
    "regular expression": "import re\ndef f(x): return re.match('(a+)+$', 'a' * 40 + 'b')",
    "reads standard input": "import sys\ndef f(x): return sys.stdin.read()",
    "endless iterator": "import itertools\ndef f(x): return itertools.count()",
    "slow iterator": "import time\ndef f(x):\n    while True:\n        time.sleep(0.5)\n        yield 1",
    "property that hangs": """
class f:
    def __init__(self, x): pass
    def __getattr__(self, name):
        while True: pass
""",
    "deadlock": "import threading\ndef f(x):\n    lock = threading.Lock()\n    lock.acquire()\n    lock.acquire()",
    "waits for its socket": """
import os
def f(x):
    for fd in range(3, 20):
        try: os.read(fd, 1)
        except OSError: pass
    while True: pass
""",
}

FLOODS = {
    "memory": "def f(x):\n    keep = []\n    while True: keep.append(bytearray(10**7))",
    "memory at once": "import numpy as np\ndef f(x): return np.ones(10**12)",
    "output": "import os\ndef f(x):\n    while True: os.write(1, b'passed ' * 10**5)",
    "prints": "def f(x):\n    while True: print('passed ' * 1000)",
    "huge array": "import numpy as np\ndef f(x): return np.zeros(10**8, dtype=np.int8)",
    "huge list": "def f(x): return [0] * 10**7",
    "huge text": "def f(x): return 'x' * 10**8",
    "deep list": "def f(x):\n    y = []\n    for _ in range(10**5): y = [y]\n    return y",
    "list that holds itself": "def f(x):\n    y = []\n    y.append(y)\n    return y",
    "colliding keys": "def f(x): return {k * (2**61 - 1): k for k in range(10**5)}",
    "many objects": "def f(x): return [object() for _ in range(10**5)]",
    "many warnings": "import warnings\ndef f(x):\n    for k in range(10**5): warnings.warn(f'{k}' * 100)\n    return x",
    "wide array of nothing": "import numpy as np\ndef f(x): return np.zeros((0, 2**40))",
    "open files": "def f(x): return [open('/dev/null') for _ in range(10**4)]",
    "compile bomb": "f = eval('(' * 90 + '0' + ')' * 90)\nsource = '-' * 10**6 + '1'\ncompile(source, 'x', 'eval')",
    "big source": "x = [" + "1, " * 300_000 + "]\ndef f(x): return x",
}

BREAK_FRAMES = """
import os, struct, sys
def frame(kind, seq, meta, data=b'', magic=b'agf1', sizes=None):
    a, b = sizes or (len(meta), len(data))
    return struct.pack('<4sBxxxIIQ', magic, kind, seq, a, b) + meta + data
def everywhere(data):
    for fd in range(0, 64):
        try: os.write(fd, data)
        except OSError: pass
"""
CONNECTION = {
    "forged result": BREAK_FRAMES
    + 'def f(x):\n    for seq in range(9): everywhere(frame(5, seq, b\'["l",true,null,["l"],["l"]]\'))\n    return x',
    "forged bye": BREAK_FRAMES + "def f(x):\n    everywhere(frame(10, 0, b'null'))\n    return x",
    "forged verdict": BREAK_FRAMES + "def f(x):\n    everywhere(b'passed 1/1\\n' * 9)\n    return x",
    "lying lengths": BREAK_FRAMES
    + "def f(x):\n    everywhere(frame(5, 2, b'null', sizes=(2**32 - 1, 2**63)))\n    return x",
    "lying length below the limit": BREAK_FRAMES
    + "def f(x):\n    everywhere(frame(5, 2, b'null', sizes=(4, 2**26)))\n    while True: pass",
    "call-back that was never offered": BREAK_FRAMES
    + 'def f(x):\n    everywhere(frame(7, 1, b\'["l","call",0,"",["t"],["d"]]\'))\n    return x',
    "call-back of a dunder": BREAK_FRAMES
    + 'def f(x):\n    everywhere(frame(7, 1, b\'["l","get",0,"__globals__",["t"],["d"]]\'))\n    return x',
    "closes everything": "import os\ndef f(x):\n    os.closerange(0, 64)\n    return x",
    "closes everything at import": "import os\nos.closerange(0, 64)\ndef f(x): return x",
    "noise": BREAK_FRAMES + "def f(x):\n    everywhere(os.urandom(5000))\n    return x",
    "half a frame": BREAK_FRAMES + "def f(x):\n    everywhere(frame(5, 2, b'null')[:20])\n    while True: pass",
    "deep tree": BREAK_FRAMES + "def f(x):\n    everywhere(frame(5, 2, b'[' * 10**6))\n    return x",
    "serves itself": """
import gc, sys
def f(x):
    workers = [o for o in gc.get_objects() if type(o).__name__ == 'Worker']
    for worker in workers:
        worker.send(5, 2, [True, None, [], []])
        worker.send(5, 3, [True, None, [], []])
    return x
""",
}

OUTSIDE = {
    "writes beside": "import pathlib\ndef f(x): pathlib.Path('CANARY').write_text('gone')",
    "removes beside": "import os\ndef f(x): os.remove('CANARY')",
    "link to the outside": """
import os
def f(x):
    os.symlink('CANARY', '/tmp/link')
    return open('/tmp/link').read()
""",
    "changes its own file": "def f(x):\n    open(__file__, 'a').write('# changed')\n    return x",
    "changes the engine": """
import sys
def f(x):
    open(sys.modules['autograder.learner'].__file__, 'a').write('# changed')
""",
    "kills the parent": """
import os, signal
def f(x):
    for pid in (PARENT, os.getppid(), 1):
        try: os.kill(pid, 9)
        except OSError: pass
    return x
""",
    "kills everyone": "import os\ndef f(x):\n    os.kill(-1, 9)",
    "interrupts the first process": """
import os, signal
def f(x):
    for s in (2, 15, 1, 10, 17):
        try: os.kill(1, s)
        except OSError: pass
    return x
""",
    "fork bomb": "import os\ndef f(x):\n    while True: os.fork()",
    "fork that goes on": """
import os, time
def f(x):
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)
    return x
""",
    "thread that goes on": """
import threading
def f(x):
    threading.Thread(target=lambda: [None for _ in iter(int, 1)]).start()
    return x
""",
    "subprocess": "import subprocess\ndef f(x): return subprocess.run(['touch', 'CANARY.touched']).returncode",
    "shell": "import os\ndef f(x): return os.system('touch CANARY.touched')",
    "network": """
import socket
def f(x):
    socket.create_connection(('127.0.0.1', PORT), 1).send(b'MARK')
    return x
""",
    "datagrams": """
import socket
def f(x):
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'MARK', ('127.0.0.1', PORT))
    return x
""",
    "unix socket": """
import socket
def f(x):
    socket.socket(socket.AF_UNIX).connect('/run/dbus/system_bus_socket')
    return x
""",
    "memory of the parent": "def f(x):\n    return len(open('/proc/PARENT/mem', 'rb').read(10))",
    "environment of the parent": "def f(x):\n    raise ValueError('MARK' + open('/proc/PARENT/environ').read())",
    "command lines": "import glob\ndef f(x):\n    raise ValueError('MARK' * len(glob.glob('/proc/[0-9]*')))",
    "trace the first process": """
import ctypes
def f(x):
    if ctypes.CDLL(None).ptrace(16, 1, 0, 0) == 0: raise ValueError('MARK attached')
    return x
""",
    "new namespace": """
import ctypes
def f(x):
    if ctypes.CDLL(None).unshare(0x10000000) == 0: raise ValueError('MARK a namespace')
    return x
""",
    "shared memory": """
import ctypes
def f(x):
    if ctypes.CDLL(None).shmget(0, 2**30, 0o1600) != -1: raise ValueError('MARK a segment')
    return x
""",
    "raises its limits": """
import resource
def f(x):
    resource.setrlimit(resource.RLIMIT_NPROC, (99, 99))
    raise ValueError('MARK limits')
""",
    "becomes root": "import os\ndef f(x):\n    os.setuid(0)\n    raise ValueError('MARK root')",
    "password file": "def f(x):\n    raise ValueError('MARK' + open('/etc/passwd').read()[:50])",
    "home": "import os\ndef f(x):\n    raise ValueError('MARK' * len(os.listdir(os.path.expanduser('~'))))",
    "packages": """
import sys
def f(x):
    sys.path.append('SITE')
    import scipy
    raise ValueError('MARK scipy')
""",
    "many small files": "def f(x):\n    for k in range(10**7): open(f'/tmp/{k}', 'w').close()",
}

CASES = [
    *cases("ends the process", ENDS),
    *cases("hangs", HANGS),
    *cases("floods", FLOODS),
    *cases("disturbs the connection", CONNECTION),
    *cases("reaches outside", OUTSIDE, needs_wall=True),
]
