// A plugin for Uppy: a file that would be refused is taken out again before anything is sent.
//
//   uppy.use(MediaPreflight, { for: "zoom-background" });

import { check } from "media-preflight";

export default class MediaPreflight {
  static VERSION = "VERSION";
  type = "modifier";

  #checks = new Map();

  constructor(uppy, options = {}) {
    this.uppy = uppy;
    this.id = options.id ?? "MediaPreflight";
    this.opts = options;
  }

  setOptions(options) {
    this.opts = { ...this.opts, ...options };
  }

  install() {
    this.uppy.on("file-added", this.#add);
    this.uppy.on("file-removed", this.#forget);
    this.uppy.addPreProcessor(this.#waitForAll);
    this.uppy.getFiles().forEach(this.#add);
  }

  uninstall() {
    this.uppy.off("file-added", this.#add);
    this.uppy.off("file-removed", this.#forget);
    this.uppy.removePreProcessor(this.#waitForAll);
  }

  // What Uppy calls on every plugin.
  update() {}
  afterUpdate() {}

  #add = (file) => {
    this.#checks.set(file.id, this.#check(file));
  };

  #forget = (file) => {
    this.#checks.delete(file.id);
  };

  /** Files that are checked, and those that were put in place of one, or are new since. */
  #waitForAll = async (ids) => {
    for (const id of ids) {
      const file = this.uppy.getFile(id);
      if (file && !this.#checks.has(id)) {
        this.#add(file);
      }
    }
    await Promise.all(ids.map((id) => this.#checks.get(id)));
  };

  async #check(file) {
    const { for: destination, depth } = this.opts;
    try {
      const verdict = await check(file.data, { for: destination, depth, name: file.name });
      if (!this.uppy.getFile(file.id)) {
        return;
      }
      this.uppy.setFileState(file.id, { preflight: verdict });
      this.uppy.emit("preflight-checked", this.uppy.getFile(file.id), verdict);
      if (verdict.verdict === "fail") {
        this.#refuse(file, verdict.findings.find((finding) => finding.severity === "error").message);
      }
    } catch (error) {
      this.#refuse(file, `It cannot be checked: ${error.message}`);
    }
  }

  #refuse(file, message) {
    const error = new Error(`${file.name}: ${message}`);
    this.uppy.removeFile(file.id);
    this.uppy.emit("restriction-failed", file, error);
    this.uppy.info(error.message, "error", this.opts.infoTimeout ?? 10000);
  }
}
