"""Many documents on many machines: the same reading, in shards, into a set of part files.

- ``items``: the documents to read, from files and folders of any file system, or from a list of them.
- ``shards``: which document is read with which others, by a stable hash; what names a shard's files.
- ``work``: one shard, read by the same worker processes, deadlines and limits as a run on one machine.
- ``commit``: what several documents together tell, and the manifest, written last.
- ``engine``: runs shards here or on a Ray cluster, as many at a time as there are processors.
- ``storage``: files on any file system, written under another name and renamed.

``docs/scale.md`` has what it costs and what breaks first.
"""
