"""A Slurm cluster of one machine, on 127.0.0.1, with a configuration and folders of its own, which ends with its owner.

It needs no root, no systemd and no cgroups. A task that is queued again waits until its credential has expired, which is
what cred_expire is for."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scontrol", "squeue", "sinfo")
# Where the daemons are, for a user whose PATH is without them.
PATH = os.environ["PATH"] + os.pathsep + "/usr/sbin"

CONFIGURATION = """\
ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=1
NodeName=localhost NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=10 State=UP
"""


class NotStarted(Exception):
    """Why the cluster did not come up; with the last lines of its logs."""


def missing():
    return [name for name in PROGRAMS if shutil.which(name, path=PATH) is None]


def _free_ports(count):
    with contextlib.ExitStack() as open_sockets:
        sockets = [open_sockets.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class Slurm:
    """`with Slurm(folder) as cluster`; commands run with cluster.environment reach it."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {**os.environ, "PATH": PATH, "SLURM_CONF": str(folder / "slurm.conf")}
        self._daemons = []

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for daemon in reversed(self._daemons):
            daemon.terminate()
        for daemon in reversed(self._daemons):
            try:
                daemon.wait(10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()

    def run(self, *command, timeout=60):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=timeout)

    def logs(self):
        return "".join(f"{log.name}:\n{log.read_text()[-3000:]}\n" for log in sorted(self.folder.glob("*.log")))

    def _start(self):
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        self.folder.chmod(0o755)
        controller_port, node_port = _free_ports(2)
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(
            folder=self.folder, controller_port=controller_port, node_port=node_port, user=pwd.getpwuid(os.getuid()).pw_name))
        version = tuple(map(int, self.run("slurmd", "-V").stdout.split()[-1].split(".")[:2]))
        if version >= (23, 11):
            (self.folder / "cgroup.conf").write_text("CgroupPlugin=disabled\n")
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o600)
        self._daemon("munged", "--foreground", "--force", f"--key-file={key}", f"--socket={self.folder}/munge.socket",
                     f"--pid-file={self.folder}/munged.pid", f"--log-file={self.folder}/munged.log",
                     f"--seed-file={self.folder}/munge.seed", "--num-threads=2")
        self._until("munged listens", (self.folder / "munge.socket").exists)
        self._daemon("slurmctld", "-D", "-L", f"{self.folder}/slurmctld.log")
        self._daemon("slurmd", "-D", "-N", "localhost", "-L", f"{self.folder}/slurmd.log")
        self._until("the node is idle", lambda: self.run("sinfo", "-h", "-o", "%T").stdout.strip() == "idle")

    def _daemon(self, *command):
        with open(self.folder / f"{command[0]}.out.log", "wb") as output:
            self._daemons.append(subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=output,
                                                  stderr=subprocess.STDOUT, start_new_session=True))

    def _until(self, what, is_so, seconds=60):
        end = time.monotonic() + seconds
        while not is_so():
            ended = [daemon.args[0] for daemon in self._daemons if daemon.poll() is not None]
            if ended or time.monotonic() > end:
                raise NotStarted(f"not so: {what}; ended: {ended}\n{self.logs()}")
            time.sleep(0.1)
