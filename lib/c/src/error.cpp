#include <preflight/preflight.h>

const char* mpf_version() { return MEDIA_PREFLIGHT_VERSION; }

const char* mpf_error_text(int code) {
  switch (code) {
    case MPF_OK: return "no error";
    case MPF_ERROR_NULL: return "a required pointer is NULL";
    case MPF_ERROR_OPTIONS: return "mpf_options.size is invalid, or an option that this version lacks is set";
    case MPF_ERROR_DEPTH: return "the depth must be header or structure";
    case MPF_ERROR_DESTINATION: return "no built-in destination has this name";
    case MPF_ERROR_TWO_DESTINATIONS: return "a built-in and a custom destination are both given";
    case MPF_ERROR_NAME: return "the name of a custom destination is empty, or is that of a built-in one";
    case MPF_ERROR_KEY: return "destinations have no such key";
    case MPF_ERROR_VALUE: return "invalid value for this key of a destination";
    case MPF_ERROR_INCONSISTENT: return "the destination's minimum is larger than its maximum";
    case MPF_ERROR_NOTHING_FED: return "bytes are needed, but none were fed";
    case MPF_ERROR_NOTHING_NEEDED: return "no more bytes are needed";
    case MPF_ERROR_FINISHED: return "the session is finished";
    case MPF_ERROR_MEMORY: return "out of memory";
    case MPF_ERROR_INTERNAL: return "internal error in media-preflight";
    default: return "unknown error code";
  }
}
