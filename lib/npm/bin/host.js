// What the program asks of the system, by node:fs. Paths are bytes, as the system has them; on Windows they are text, and a
// slash separates folders for the program: C:/photos is /C:/photos there.

import fs from "node:fs";
import os from "node:os";
import tty from "node:tty";

const isWindows = process.platform === "win32";

// errno of wasi-libc, in its order.
const errors = `2BIG ACCES ADDRINUSE ADDRNOTAVAIL AFNOSUPPORT AGAIN ALREADY BADF BADMSG BUSY CANCELED CHILD CONNABORTED
CONNREFUSED CONNRESET DEADLK DESTADDRREQ DOM DQUOT EXIST FAULT FBIG HOSTUNREACH IDRM ILSEQ INPROGRESS INTR INVAL IO ISCONN
ISDIR LOOP MFILE MLINK MSGSIZE MULTIHOP NAMETOOLONG NETDOWN NETRESET NETUNREACH NFILE NOBUFS NODEV NOENT NOEXEC NOLCK NOLINK
NOMEM NOMSG NOPROTOOPT NOSPC NOSYS NOTCONN NOTDIR NOTEMPTY NOTRECOVERABLE NOTSOCK NOTSUP NOTTY NXIO OVERFLOW OWNERDEAD PERM
PIPE PROTO PROTONOSUPPORT PROTOTYPE RANGE ROFS SPIPE SRCH STALE TIMEDOUT TXTBSY XDEV`.split(/\s+/);
const errno = Object.fromEntries(errors.map((name, place) => ["E" + name, -(place + 1)]));
const failed = (error) => errno[error?.code] ?? errno.EIO;

// fcntl.h of wasi-libc.
const flag = { append: 0x1, create: 0x1000, directory: 0x2000, exclusive: 0x4000, truncate: 0x8000, noFollow: 0x1000000, write: 0x10000000 };
const workingFolder = -2;
const slash = 0x2f;

/** Ends the run from within the program. */
export class Exit {
  constructor(status) {
    this.status = status;
  }
}

export class Host {
  memory = null;
  #arguments;
  #files = new Map(); // number → { file } or { folder: path }
  #taken = new Uint8Array(0);
  #unfinished = new Set();

  constructor(args) {
    this.#arguments = args;
    for (const number of [0, 1, 2]) {
      this.#files.set(number, { file: number });
    }
  }

  #bytes(pointer, length) {
    return new Uint8Array(this.memory.buffer, pointer, length);
  }

  /** As node:fs takes it. */
  #path(folder, pointer, length) {
    const name = Buffer.from(this.#bytes(pointer, length));
    const base = folder === workingFolder || name[0] === slash ? null : this.#files.get(folder)?.folder;
    const whole = base ? Buffer.concat([base, Buffer.from("/"), name]) : name;
    return isWindows ? whole.toString().replace(/^\/(?=[A-Za-z]:)/, "") : whole;
  }

  #open(path, flags) {
    if (flags & flag.directory) {
      const status = flags & flag.noFollow ? fs.lstatSync(path) : fs.statSync(path);
      if (!status.isDirectory()) {
        return status.isSymbolicLink() ? errno.ELOOP : errno.ENOTDIR;
      }
      fs.accessSync(path, fs.constants.R_OK);
      return this.#add({ folder: Buffer.from(path) });
    }
    const { constants } = fs;
    const writes = flags & flag.write;
    const pairs = [
      [flags & flag.append, constants.O_APPEND],
      [flags & flag.create, constants.O_CREAT],
      [flags & flag.exclusive, constants.O_EXCL],
      [flags & flag.truncate, constants.O_TRUNC],
      [flags & flag.noFollow, constants.O_NOFOLLOW ?? 0],
      [!writes, (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)],
    ];
    const mode = pairs.reduce((all, [wanted, one]) => (wanted ? all | one : all), writes ? constants.O_WRONLY : constants.O_RDONLY);
    const number = this.#add({ file: fs.openSync(path, mode, 0o666) });
    if (flags & flag.exclusive && /\.media-preflight-\d+\.tmp$/.test(String(path))) {
      this.#unfinished.add(String(path)); // until it is renamed: see output_file.cpp
    }
    return number;
  }

  #add(entry) {
    let number = 3;
    while (this.#files.has(number)) {
      ++number;
    }
    this.#files.set(number, entry);
    return number;
  }

  #fill(pointer, status) {
    const { mode, dev, ino, uid, size, rdev } = status;
    const values = [dev, ino, isWindows ? mode & ~0o002 : mode, isWindows ? this.#user() : uid, size, rdev];
    const out = new DataView(this.memory.buffer, pointer);
    values.forEach((value, place) => out.setFloat64(place * 8, value, true));
    return 0;
  }

  #user() {
    return process.geteuid?.() ?? 0;
  }

  #keep(bytes) {
    this.#taken = bytes;
    return bytes.length;
  }

  /** Files that were begun and not finished. */
  removeUnfinished() {
    for (const path of this.#unfinished) {
      fs.rmSync(path, { force: true });
    }
  }

  #read(number, pointer, size, offset) {
    const { file, folder } = this.#files.get(number) ?? {};
    if (file === undefined) {
      return folder ? errno.EISDIR : errno.EBADF;
    }
    const buffer = this.#bytes(pointer, size);
    for (;;) {
      try {
        return fs.readSync(file, buffer, 0, size, offset < 0 ? null : offset);
      } catch (error) {
        if (error.code === "EOF") {
          return 0; // how Windows ends a pipe
        }
        if (error.code !== "EAGAIN" || file !== 0) {
          throw error;
        }
        wait();
      }
    }
  }

  #write(number, pointer, size) {
    const file = this.#files.get(number)?.file;
    if (file === undefined) {
      return errno.EBADF;
    }
    for (;;) {
      try {
        return fs.writeSync(file, this.#bytes(pointer, size));
      } catch (error) {
        if (error.code !== "EAGAIN") {
          throw error;
        }
        wait();
      }
    }
  }

  #list(number) {
    const { folder } = this.#files.get(number);
    const entries = fs.readdirSync(isWindows ? folder.toString() : folder, { encoding: "buffer", withFileTypes: true });
    return this.#keep(Buffer.concat(entries.flatMap((entry) => [Buffer.from(kindOf(entry)), entry.name, Buffer.from([0])])));
  }

  #realpath(path) {
    const found = fs.realpathSync.native(path, isWindows ? "utf8" : "buffer");
    return this.#keep(isWindows ? Buffer.from("/" + found.replaceAll("\\", "/")) : found);
  }

  /** The imports of the module. */
  imports() {
    const at = (pointer, length) => this.#path(workingFolder, pointer, length);
    const guarded = (call) => (...given) => {
      try {
        return call(...given) ?? 0;
      } catch (error) {
        return failed(error);
      }
    };
    const fails = {
      open: (folder, path, length, flags) => this.#open(this.#path(folder, path, length), flags),
      close: (number) => {
        const { file } = this.#files.get(number) ?? {};
        this.#files.delete(number);
        return file > 2 ? fs.closeSync(file) : 0;
      },
      read: (number, buffer, size, offset) => this.#read(number, buffer, size, offset),
      write: (number, bytes, size) => this.#write(number, bytes, size),
      stat: (folder, path, length, follows, out) =>
        this.#fill(out, (follows ? fs.statSync : fs.lstatSync)(this.#path(folder, path, length))),
      fstat: (number, out) => {
        const { file, folder } = this.#files.get(number) ?? {};
        return file === undefined && !folder ? errno.EBADF : this.#fill(out, folder ? fs.statSync(folder) : fs.fstatSync(file));
      },
      duplicate: (number) => this.#add({ ...this.#files.get(number) }),
      truncate: (number, size) => fs.ftruncateSync(this.#files.get(number).file, size),
      fsync: (number) => fs.fsyncSync(this.#files.get(number).file),
      chmod: (number, mode) => fs.fchmodSync(this.#files.get(number).file, mode),
      rename: (from, fromLength, to, toLength) => {
        const path = at(from, fromLength);
        fs.renameSync(path, at(to, toLength));
        this.#unfinished.delete(String(path));
      },
      unlink: (path, length) => {
        this.#unfinished.delete(String(at(path, length)));
        fs.unlinkSync(at(path, length));
      },
      access: (path, length, mode) => fs.accessSync(at(path, length), mode & 2 ? fs.constants.W_OK : fs.constants.F_OK),
      list: (number) => this.#list(number),
      realpath: (path, length) => this.#realpath(at(path, length)),
      variable: (name, length) => {
        const value = process.env[Buffer.from(this.#bytes(name, length)).toString()];
        return value === undefined ? -1 : this.#keep(Buffer.from(value));
      },
    };
    const answers = {
      is_terminal: (number) => Number(tty.isatty(number)),
      columns: (number) => (tty.isatty(number) ? (number === 2 ? process.stderr : process.stdout).columns ?? 0 : 0),
      user: () => this.#user(),
      seconds: () => performance.now() / 1000,
      argument: (place) => this.#keep(this.#arguments[place]),
      take: (target) => this.#bytes(target, this.#taken.length).set(this.#taken),
      exit: (status) => {
        throw new Exit(status);
      },
    };
    return { ...Object.fromEntries(Object.entries(fails).map(([name, call]) => [name, guarded(call)])), ...answers };
  }
}

function kindOf(entry) {
  if (entry.isFile()) {
    return "r";
  }
  if (entry.isDirectory()) {
    return "d";
  }
  return entry.isSymbolicLink() ? "l" : "o";
}

/** Until something may have come, or gone. */
function wait() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}

/** As bytes. Node gives arguments as text only, so what is not UTF-8 in one is read where the system keeps it. */
export function commandLine() {
  const texts = process.argv.slice(2);
  if (!isWindows && texts.some((text) => text.includes("\ufffd")) && os.platform() === "linux") {
    try {
      const all = fs.readFileSync("/proc/self/cmdline");
      const parts = [];
      for (let start = 0, end; (end = all.indexOf(0, start)) >= 0; start = end + 1) {
        parts.push(all.subarray(start, end));
      }
      return parts.slice(parts.length - texts.length);
    } catch {
      // as text, then
    }
  }
  return texts.map((text) => Buffer.from(isWindows ? text.replaceAll("\\", "/") : text));
}
