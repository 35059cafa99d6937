-- What in the rows breaks or changes in Convex: read only, a number of rows for each check.
--
-- PC701 orphan-reference (error): refers to a row that is not there; repair the rows, or export with --orphans null or reject.
-- PC702 duplicate-key (error): has the same unique key as another row; Convex checks no unique key: repair the rows before your functions rely on it.
-- PC703 duplicate-when-folded (warning): has a unique key that differs from another's only in case; decide whether your functions ignore case.
-- PC704 null-in-required (error): is NULL where the schema says that it is required; fill it, or make the field optional.
-- PC706 number-out-of-range (error): has a number beyond what its validator holds exactly; v.number() is exact up to 2^53, v.int64() up to 2^63: choose `bigint`, or text.
-- PC709 created-before-1970 (note): was created before 1970: `_creationTime` is that of the import; the field itself is kept.
-- PC710 date-finer-than-milliseconds (note): has a time finer than milliseconds, which is cut off; Prisma's client does not show more either.
-- PC715 cascade-too-large (warning): is referred to by more rows than one mutation can delete; delete in batches.
--
-- Not counted here: what validators edited by hand refuse, single values that do not fit, tables that no model maps.

select 'PC702 Post.id' as [check], coalesce(sum(d.n), 0) as [rows] from (select t.[id] as k0, count(*) as n from [Post] t where t.[id] is not null group by t.[id] having count(*) > 1) d;
select 'PC702 Post.digest' as [check], coalesce(sum(d.n), 0) as [rows] from (select t.[digest] as k0, count(*) as n from [Post] t where t.[digest] is not null group by t.[digest] having count(*) > 1) d;
select 'PC701 Post.authorId' as [check], count(*) as [rows] from [Post] t where t.[authorId] is not null and not exists (select 1 from [us'ers] r where r.[id] = t.[authorId]);
select 'PC704 Post.authorId' as [check], count(*) as [rows] from [Post] t where t.[authorId] is null;
select 'PC704 Post.digest' as [check], count(*) as [rows] from [Post] t where t.[digest] is null;
select 'PC715 Post.author' as [check], count(*) as [rows] from (select t.[authorId] as k0 from [Post] t group by t.[authorId] having count(*) >= 16000) d;
select 'PC702 _TagToUser.A, B' as [check], coalesce(sum(d.n), 0) as [rows] from (select t.[A] as k0, t.[B] as k1, count(*) as n from [_TagToUser] t where t.[A] is not null and t.[B] is not null group by t.[A], t.[B] having count(*) > 1) d;
select 'PC704 _TagToUser.A' as [check], count(*) as [rows] from [_TagToUser] t where t.[A] is null;
select 'PC704 _TagToUser.B' as [check], count(*) as [rows] from [_TagToUser] t where t.[B] is null;
select 'PC702 Tag.id' as [check], coalesce(sum(d.n), 0) as [rows] from (select t.[id] as k0, count(*) as n from [Tag] t where t.[id] is not null group by t.[id] having count(*) > 1) d;
select 'PC704 Tag.id' as [check], count(*) as [rows] from [Tag] t where t.[id] is null;
select 'PC702 User.id' as [check], coalesce(sum(d.n), 0) as [rows] from (select t.[id] as k0, count(*) as n from [us'ers] t where t.[id] is not null group by t.[id] having count(*) > 1) d;
select 'PC702 User.email' as [check], coalesce(sum(d.n), 0) as [rows] from (select t.[email] as k0, count(*) as n from [us'ers] t where t.[email] is not null group by t.[email] having count(*) > 1) d;
select 'PC703 User.email' as [check], coalesce(sum(d.n), 0) as [rows] from (select lower(t.[email]) as k0, count(*) as n from [us'ers] t where t.[email] is not null group by lower(t.[email]) having count(distinct t.[email]) > 1) d;
select 'PC702 User.nickname, total' as [check], coalesce(sum(d.n), 0) as [rows] from (select t.[nick]]name] as k0, t.[total] as k1, count(*) as n from [us'ers] t where t.[nick]]name] is not null and t.[total] is not null group by t.[nick]]name], t.[total] having count(*) > 1) d;
select 'PC703 User.nickname, total' as [check], coalesce(sum(d.n), 0) as [rows] from (select lower(t.[nick]]name]) as k0, t.[total] as k1, count(*) as n from [us'ers] t where t.[nick]]name] is not null and t.[total] is not null group by lower(t.[nick]]name]), t.[total] having count(distinct t.[nick]]name]) > 1) d;
select 'PC704 User.email' as [check], count(*) as [rows] from [us'ers] t where t.[email] is null;
select 'PC704 User.total' as [check], count(*) as [rows] from [us'ers] t where t.[total] is null;
select 'PC706 User.total' as [check], count(*) as [rows] from [us'ers] t where t.[total] not between -9007199254740992 and 9007199254740992;
select 'PC710 User.at' as [check], count(*) as [rows] from [us'ers] t where datepart(nanosecond, t.[at]) % 1000000 <> 0;
select 'PC704 User.createdAt' as [check], count(*) as [rows] from [us'ers] t where t.[createdAt] is null;
select 'PC710 User.createdAt' as [check], count(*) as [rows] from [us'ers] t where datepart(nanosecond, t.[createdAt]) % 1000000 <> 0;
select 'PC709 User.createdAt' as [check], count(*) as [rows] from [us'ers] t where t.[createdAt] <= '1970-01-01';
