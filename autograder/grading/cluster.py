"""The same work on the machines of a `dask.distributed` scheduler: the only module that knows dask.

Each machine has the same kit installed. A submission travels with its files, so no folder has to be shared; a worker
that dies has its items given to another one, which dask sees to.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from autograder.grading.errors import GradingError
from autograder.grading.parallel import Done, Pair, perform_apart
from autograder.grading.work import fault_text

AHEAD = 2
CONNECT_SECONDS = 20


class ClusterError(GradingError):
    """The scheduler cannot be reached, or dask is not installed; the message says which."""


def perform_on(address: str, items: Iterable[Pair], done: Done) -> None:
    """Grade items on a cluster, a bounded number of them on their way at a time.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.
    items : iterable of pairs
        Key and item as JSON.
    done : callable
        Is given key and result as JSON.

    Raises
    ------
    ClusterError
        If there is no scheduler, or no worker at it.
    """
    distributed = needed()
    try:
        client = distributed.Client(address, set_as_default=False, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no scheduler answers at {address}: {error}") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise ClusterError(f"the scheduler at {address} has no workers")
        source = iter(items)
        keys: dict[str, str] = {}

        def handed(pairs: Iterable[Pair]) -> list[Any]:
            futures = []
            for key, text in pairs:
                future = client.submit(perform_apart, text, pure=False)
                keys[future.key] = key
                futures.append(future)
            return futures

        waiting = distributed.as_completed(handed(islice(source, AHEAD * threads)), loop=client.loop)
        for future in waiting:
            done(keys.pop(future.key), result_of(future))
            future.release()
            waiting.update(handed(islice(source, 1)))


def needed() -> Any:
    """Import dask.

    Raises
    ------
    ClusterError
        If it is not installed.
    """
    try:
        import dask.distributed
    except ImportError:
        raise ClusterError("--cluster needs dask: install the kit with its extra [cluster]") from None
    return dask.distributed


def result_of(future: Any) -> str:
    """Return the result of an item; one that took several workers with it is a fault."""
    error = future.exception()
    return fault_text(f"the cluster gave it up: {error}") if error else str(future.result())
