"""Many rows of the kinds that applications have, made by PostgreSQL itself; and what moving them costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from support import databases
from support.places import ROOT

TABLES = ("User", "Order", "Item", "Message")
SCHEMA = """
datasource db {
  provider = "postgresql"
}

enum Status {
  NEW
  PAID
  SHIPPED
}

model User {
  id        Int       @id @default(autoincrement())
  email     String    @unique
  name      String
  meta      Json?
  credit    Decimal
  avatar    Bytes?
  createdAt DateTime  @default(now())
  orders    Order[]
  messages  Message[]
}

model Order {
  id        String   @id @default(uuid()) @db.Uuid
  status    Status
  tags      String[]
  day       DateTime @db.Date
  userId    Int
  user      User     @relation(fields: [userId], references: [id])
  createdAt DateTime @default(now())
  items     Item[]
}

model Item {
  id      BigInt  @id @default(autoincrement())
  orderId String  @db.Uuid
  order   Order   @relation(fields: [orderId], references: [id])
  sku     String
  count   Int
  price   Decimal @db.Decimal(12, 2)
  isGift  Boolean
}

model Message {
  id     Int      @id @default(autoincrement())
  userId Int
  user   User     @relation(fields: [userId], references: [id])
  text   String
  data   Json?
  sentAt DateTime @db.Timestamptz(6)
}
"""
_SCRIPT = """
create type "Status" as enum ('NEW', 'PAID', 'SHIPPED');
create unlogged table "User"(id int primary key, email text not null unique, name text not null, meta jsonb,
  credit numeric(65,30) not null, avatar bytea, "createdAt" timestamp(3) not null);
create unlogged table "Order"(id uuid primary key, status "Status" not null, tags text[], day date not null,
  "userId" int not null references "User"(id), "createdAt" timestamp(3) not null);
create unlogged table "Item"(id bigint primary key, "orderId" uuid not null references "Order"(id), sku text not null,
  count int not null, price decimal(12,2) not null, "isGift" boolean not null);
create unlogged table "Message"(id int primary key, "userId" int not null references "User"(id), text text not null,
  data jsonb, "sentAt" timestamptz(6) not null);
insert into "User" select i, 'user' || i || '@example.com', 'Name of ' || i,
  case when i % 2 = 0 then jsonb_build_object('a', i, 'b', jsonb_build_array(1, 'x', null)) end, i * 1.25,
  case when i % 3 = 0 then decode(md5(i::text), 'hex') end, timestamp '2020-01-01' + i * interval '1 minute'
  from generate_series(1, {users}) i;
insert into "Order" select md5('o' || i)::uuid, (array['NEW', 'PAID', 'SHIPPED'])[1 + i % 3]::"Status",
  case when i % 4 = 0 then '{{}}'::text[] else array['t' || i % 7, 'u'] end, date '2020-01-01' + i % 900,
  1 + i % {users}, timestamp '2020-01-01' + i * interval '20 seconds' from generate_series(1, {orders}) i;
insert into "Item" select i, md5('o' || (1 + i % {orders}))::uuid, 'SKU-' || (i::bigint * 7919 % 100000), i % 12,
  (i % 99999) / 100.0, i % 5 = 0 from generate_series(1, {items}) i;
insert into "Message" select i, 1 + i % {users}, 'A message with some text, number ' || i || ', and a "quote"'
  || repeat(' word', i % 12), case when i % 3 = 0 then jsonb_build_object('read', i % 2 = 0, 'score', i) end,
  timestamptz '2021-01-01' + i * interval '1.234567 seconds' from generate_series(1, {messages}) i;
analyze;
"""


def counts(rows: int) -> dict[str, int]:
    """Of each table, for so many rows in all."""
    return {
        "users": rows // 15,
        "orders": rows // 5,
        "items": rows * 8 // 15,
        "messages": rows // 5,
    }


def script(rows: int) -> str:
    return _SCRIPT.format(**counts(rows))


class Cost(NamedTuple):
    """CPU seconds of the process and of the server that it asked; the most memory in MiB."""

    client: float
    server: float
    wall: float
    memory: int

    @property
    def cpu(self) -> float:
        return self.client + self.server


_MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss]))
sys.exit(done.returncode)
"""
"""Beside a process that starts another, its own memory counts as the other's until that begins: this one is small."""


def cost(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Of a command that asks the session's PostgreSQL, and has to succeed."""
    server, started = _server_cpu(), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    wall = time.monotonic() - started
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    client, kilobytes = json.loads(done.stdout)
    time.sleep(0.3)  # the server's process ends a moment later, and counts then
    return Cost(client=client, server=_server_cpu() - server, wall=wall, memory=kilobytes // 1024)


def _server_cpu() -> float:
    """Of the server's processes that have ended."""
    _, server = (Path(os.environ["P2C_DATABASES"]) / "postgresql.pid").read_text().split()
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def copying(database: databases.Database, folder: Path) -> Cost:
    """What everybody has: psql's \\\\copy of each table's rows as JSON."""
    of = database.server
    command = ["psql", "-q", "-h", of.host, "-p", str(of.port), "-U", of.user, "-d", database.name]
    for table in TABLES:
        command += ["-c", f'\\copy (select row_to_json(t) from "{table}" t) to /dev/null']
    return cost(command, folder, {"PGPASSWORD": databases.PASSWORD})


def exporting(database: databases.Database, folder: Path, *words: str) -> Cost:
    """`data export` of all of it, proof included; the schema lies in the folder."""
    paths = os.pathsep.join(str(ROOT / name) for name in ("grammar", "codegen", "templates"))
    command = [sys.executable, "-m", "prisma_to_convex", "data", "export", "-o", "s.zip", *words]
    installed = {  # as an installed program: from bytecode
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    environment = {"PYTHONPATH": paths, "DATABASE_URL": database.url, **installed}
    return cost(command, folder, environment)
