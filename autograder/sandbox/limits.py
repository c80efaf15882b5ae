"""What a submission may use up, and the sentence a learner reads when a limit is hit."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Numbers for one sandbox.

    Attributes
    ----------
    memory, file_bytes, tmp_bytes : int
        Bytes: of the worker's address space, of one file or of its output, of its scratch folder.
    open_files, cpu_seconds : int
        File descriptors, and seconds of computing time of one worker.
    call_seconds, load_seconds, check_seconds, learner_seconds : float
        Wall time of one call, of loading a lesson, of one check, and of everything that one learner hands in.
    meta_bytes, data_bytes : int
        Size of one frame: its tree and its arrays.
    nodes, depth, entries : int
        Values in one frame, how deep they are nested, and entries of all its dictionaries together.
    callbacks, callback_rows : int
        Calls of the check's own objects by learner code within one check, and rows of arrays in them.
    items : int
        How many items of an iterator are drawn at most.
    objects : int
        How many objects of the learner's the check may hold.
    """

    memory: int = 1024 * MIB
    file_bytes: int = MIB
    tmp_bytes: int = 32 * MIB
    open_files: int = 64
    cpu_seconds: int = 30
    call_seconds: float = 3.0
    load_seconds: float = 12.0
    check_seconds: float = 15.0
    learner_seconds: float = 600.0
    start_seconds: float = 20.0
    meta_bytes: int = MIB
    data_bytes: int = 64 * MIB
    nodes: int = 100_000
    depth: int = 32
    entries: int = 1000
    callbacks: int = 20_000
    callback_rows: int = 2_000_000
    items: int = 10_000
    objects: int = 10_000


LIMITS = Limits()

SENTENCES = {
    "call": "stopped: it did not come back within {limits.call_seconds:g} seconds",
    "load": "stopped: the file was still being loaded after {limits.load_seconds:g} seconds",
    "check": "stopped: the calls of this check took more than {limits.check_seconds:g} seconds together",
    "learner": "not run: this submission has used up its {limits.learner_seconds:g} seconds",
    "cpu": "stopped: it used more than {limits.cpu_seconds} seconds of computing time",
    "memory": "a submission may use {limits.memory_mib} MiB of memory",
    "processes": "a submission may not start processes or threads",
    "file": "a submission may not write or print more than {limits.file_mib} MiB",
    "disk": "a submission's scratch folder holds {limits.tmp_mib} MiB",
    "open": "a submission may open {limits.open_files} files at a time",
    "meta": "it returned more than {limits.meta_mib} MiB of numbers and text outside arrays",
    "data": "it returned arrays of more than {limits.data_mib} MiB",
    "nodes": "it returned more than {limits.nodes:,} values outside arrays",
    "depth": "it returned lists or dictionaries nested more than {limits.depth} deep",
    "entries": "it returned dictionaries with more than {limits.entries:,} entries",
    "number": "it returned a whole number of more than 1024 bits",
    "odd": "it returned something that cannot be handed on",
    "callbacks": "stopped: it called the functions that it was given more than {limits.callbacks:,} times",
    "rows": "stopped: it called the functions that it was given with more than {limits.callback_rows:,} rows",
    "objects": "it made more than {limits.objects:,} objects",
    "segfault": "the Python interpreter crashed (segmentation fault)",
    "exit": "the code ended its whole process (os._exit)",
    "killed": "the process of the submission was killed: most often it asked for too much memory",
    "signal": "the process of the submission was ended by a signal",
    "protocol": "the code disturbed the connection to the grader",
}

HELP = {
    "call": "Is there a loop whose condition never becomes false, or a loop over every pixel or entry?",
    "load": 'Training and experiments belong under `if __name__ == "__main__":`.',
    "memory": "Which array is that large? Write its shape down.",
    "processes": "numpy on whole arrays is fast enough for every exercise.",
    "exit": "Return a value instead of ending the program.",
    "protocol": "Only return values count: nothing else that a submission writes is read.",
    "file": "Are there prints within a loop?",
}


def sentence(limit: str, limits: Limits = LIMITS) -> str:
    """Say which limit was hit."""
    return SENTENCES[limit].format(limits=_Words(limits))


class _Words:
    """The limits with sizes in MiB beside the bytes."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def __getattr__(self, name: str) -> int | float:
        if name.endswith("_mib"):
            stem = name.removesuffix("_mib")
            number: int = getattr(self._limits, stem if stem == "memory" else f"{stem}_bytes")
            return number // MIB
        found: int | float = getattr(self._limits, name)
        return found
