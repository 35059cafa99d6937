"""An export on a Dask cluster, over one snapshot of a PostgreSQL database: the ZIP is that of a single run, to the byte.

    python data_on_dask.py tcp://scheduler:8786 16 snapshot.zip      # `local` instead: two processes of this machine

Run it in the folder of the schema, which all workers share. They need `prisma-to-convex[postgresql]`, the same version
everywhere, DATABASE_URL and PRISMA_TO_CONVEX_ID_KEY. A shard that fails is made again: it only reads.
"""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
from distributed import Client


def make_shard(number: int, count: int, snapshot: str, output: str) -> str:
    name = f"{output}.{number}.shard"
    part = ["--shard", f"{number}/{count}", "--snapshot", snapshot]
    command = [sys.executable, "-m", "prisma_to_convex", "data", "export", "-o", name, *part]
    subprocess.run(command, check=True)
    return name


def main(scheduler: str, count: int, output: str) -> int:
    cluster = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    client = Client(**cluster) if scheduler == "local" else Client(scheduler)
    url = os.environ["DATABASE_URL"].partition("?")[
        0
    ]  # Prisma's own options say nothing to psycopg
    with client, psycopg.connect(url) as holder:
        # Held until the last shard is made: without this transaction the snapshot is gone.
        holder.execute("set transaction isolation level repeatable read, read only")
        (snapshot,) = holder.execute("select pg_export_snapshot()").fetchone() or ("",)
        numbers = range(1, count + 1)
        made = client.map(
            make_shard,
            numbers,
            count=count,
            snapshot=snapshot,
            output=output,
            retries=2,
            pure=False,
        )
        shards = client.gather(made)
    merge = [sys.executable, "-m", "prisma_to_convex", "data", "merge", "-o", output, *shards]
    return subprocess.run(merge).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
