"""Roles, authorisation and the queue.

What this guards and what it does not: the database, the dossiers and this program belong to the OS account that runs
them. A local user who owns those files can change them, or call the database directly, and so evade every role check
and every refusal made here. The checks prevent mistakes and leave a record; they are no proof against the owner of the
files. Proof needs a service under an account of its own, which only it can write to.
"""
