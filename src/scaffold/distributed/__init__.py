"""Prove cells on the machines of a Dask cluster: Dask plans and tries again, each worker has its own scaffold."""

from scaffold.distributed.client import smoke_on

__all__ = ["smoke_on"]
