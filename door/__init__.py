"""What stands behind `envhealth.py`: set-up, embedded servers, processes and checks. Standard library only.

It runs before anything is installed, so nothing here imports a third-party package or Django, but for
`command_loop`, which runs later in a process of its own.

speech      progress lines and the one-sentence refusals
house       paths, lock, secrets and environment of one data folder
packages    the virtual environment and its hashed requirements
assets      front-end libraries from npm, the few served files
processes   children that never outlive the door; guard is the process that sees to it
servers     embedded PostgreSQL and Valkey
set_up      the Django commands of the set-up, in one process; command_loop is that process
running     `run`: start, watch, stop
commands    `test`, `bench`, `manage`
checking    `check`
locking     `lock`
"""
