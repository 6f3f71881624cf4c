// What can be checked: something with a size, a name perhaps, and read(offset, length).

const isBlob = (value) => typeof value?.slice === "function" && typeof value.arrayBuffer === "function";
const isBuffer = (value) =>
  value instanceof ArrayBuffer || (typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer);

/** As bytes, without a copy; null where it is something else. */
export function bytesOf(value) {
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  return isBuffer(value) ? new Uint8Array(value) : null;
}

/** @returns {{size: number, name: unknown, read(offset: number, length: number): unknown}} */
export function openSource(source) {
  const bytes = bytesOf(source);
  if (bytes !== null) {
    return { size: bytes.length, name: "", read: (offset, length) => bytes.subarray(offset, offset + length) };
  }
  if (isBlob(source)) {
    return {
      size: source.size,
      name: source.name,
      read: (offset, length) => source.slice(offset, offset + length).arrayBuffer(),
    };
  }
  if (typeof source?.read === "function") {
    return { size: source.size, name: source.name, read: (offset, length) => source.read(offset, length) };
  }
  throw new TypeError("source must be a Blob, a File, bytes, or an object with size and read(offset, length)");
}
