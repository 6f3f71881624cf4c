/* Checks pictures and videos before an upload: whether a service would refuse them, why, and how to fix it.
 *
 *   mpf_result *result = NULL;
 *   if (mpf_check_file("lobby.png", NULL, &result) == MPF_OK && mpf_result_verdict(result) == MPF_FAIL) {
 *     puts(mpf_result_json(result, NULL));
 *   }
 *   mpf_result_free(result);
 *
 * Errors: a call that can go wrong returns MPF_OK or another mpf_error. On error, the call sets its output to NULL or 0.
 * A file that cannot be read is not an error: its verdict is MPF_FAIL, and the result says why.
 *
 * Ownership: Objects returned through a pointer to a pointer belong to the caller. Free them with the matching
 * mpf_..._free(); freeing NULL does nothing. Arguments need to live only during the call: names, options and destinations are copied.
 *
 * Threads: all functions may be called at the same time. One result, session or destination belongs to one thread at a
 * time; options that name a destination may be used by many threads as long as no thread sets the destination's limits.
 */
#ifndef PREFLIGHT_PREFLIGHT_H
#define PREFLIGHT_PREFLIGHT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __GNUC__
#define MPF_API __attribute__((visibility("default")))
#else
#define MPF_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum mpf_error {
  MPF_OK = 0,
  MPF_ERROR_NULL = 1,                /* a required pointer is NULL */
  MPF_ERROR_OPTIONS = 2,             /* mpf_options.size is too small, or a member that this version lacks is set */
  MPF_ERROR_DEPTH = 3,               /* mpf_options.depth is not an mpf_depth */
  MPF_ERROR_DESTINATION = 4,         /* no built-in destination has this name */
  MPF_ERROR_TWO_DESTINATIONS = 5,    /* destination and custom_destination are both set */
  MPF_ERROR_NAME = 6,                /* the name of a destination is empty, or is that of a built-in one */
  MPF_ERROR_KEY = 7,                 /* no destination has such a key */
  MPF_ERROR_VALUE = 8,               /* the string is not a value of this key */
  MPF_ERROR_INCONSISTENT = 9,        /* the limits of a destination contradict each other */
  MPF_ERROR_NOTHING_FED = 10,        /* bytes are needed, and none were fed */
  MPF_ERROR_NOTHING_NEEDED = 11,     /* bytes were fed, and none are needed */
  MPF_ERROR_FINISHED = 12,           /* the session is finished already */
  MPF_ERROR_MEMORY = 13,             /* out of memory */
  MPF_ERROR_INTERNAL = 14            /* a defect of this library */
} mpf_error;

/* A description in English, even for unknown codes. Never NULL; do not free. */
MPF_API const char *mpf_error_text(int code);

/* The version of the library in use, such as "0.1.0"; it may be newer than this header. Do not free. */
MPF_API const char *mpf_version(void);

typedef enum mpf_depth {
  MPF_DEPTH_DEFAULT = 0,   /* structure */
  MPF_DEPTH_HEADER = 1,    /* format, dimensions, and what else is known from the first few KiB */
  MPF_DEPTH_STRUCTURE = 2  /* also the container to its end; decodes nothing */
} mpf_depth;

typedef enum mpf_verdict {
  MPF_PASS = 0,
  MPF_WARN = 1,
  MPF_FAIL = 2
} mpf_verdict;

typedef struct mpf_result mpf_result;
typedef struct mpf_session mpf_session;
typedef struct mpf_destination mpf_destination;

/* Options of a check. NULL means the defaults that mpf_options_init() sets. */
typedef struct mpf_options {
  size_t size;                               /* sizeof(mpf_options) */
  const char *destination;                   /* the name of a built-in one; NULL: "zoom-background" */
  const mpf_destination *custom_destination; /* instead of it, or NULL */
  int depth;                                 /* an mpf_depth */
} mpf_options;

/* Sets size, and everything else to its default. */
MPF_API int mpf_options_init(mpf_options *options);

/* Checks a file in memory. `name` decides what is said about its extension; it may be a path, or NULL where the file has
 * no name yet. `data` may be NULL where `size` is 0. */
MPF_API int mpf_check_bytes(const void *data, size_t size, const char *name, const mpf_options *options,
                            mpf_result **result);

/* Checks a regular file. Anything else (a folder, FIFO or device) fails and is never waited for. */
MPF_API int mpf_check_file(const char *path, const mpf_options *options, mpf_result **result);

/* Checks a file of `size` bytes that lies wherever the caller can read it:
 *
 *   while (mpf_session_need(session, &offset, &length) == MPF_OK && length > 0) {
 *     read `length` bytes at `offset`, or fewer, or more;
 *     if (mpf_session_feed(session, bytes, count) != MPF_OK) { break; }
 *   }
 *   mpf_session_finish(session, &result);
 *
 * Usually only part of the file is needed, and the offset may go back. A session that is finished early fails the file, and says
 * at which byte it could not be read. */
MPF_API int mpf_session_open(uint64_t size, const char *name, const mpf_options *options, mpf_session **session);

/* Which bytes are needed next, at most 64 KiB; `length` 0: none. */
MPF_API int mpf_session_need(const mpf_session *session, uint64_t *offset, size_t *length);

/* Feeds bytes of the file, starting at the offset from mpf_session_need(). If there are fewer than it asks for, they are
 * kept, and it then asks for the rest; if there are more, they are used where they help. */
MPF_API int mpf_session_feed(mpf_session *session, const void *data, size_t length);

/* Call once per session, then free the session. */
MPF_API int mpf_session_finish(mpf_session *session, mpf_result **result);
MPF_API void mpf_session_free(mpf_session *session);

/* An mpf_verdict, or -1 for NULL. */
MPF_API int mpf_result_verdict(const mpf_result *result);

/* The line that `media-preflight check --output ndjson` writes for the file, without its line end; NUL follows.
 * `length` may be NULL. Valid until the result is freed; NULL for NULL. */
MPF_API const char *mpf_result_json(const mpf_result *result, size_t *length);
MPF_API void mpf_result_free(mpf_result *result);

/* A destination of your own, based on a built-in one, or without any limit where `extends` is NULL. */
MPF_API int mpf_destination_new(const char *name, const char *extends, mpf_destination **destination);

/* Sets "title", "service" or a limit: "formats" to "png,jpeg", "max-bytes" to "5000000", "video-max" to "1920x1080",
 * "aspect" to "16:9", "advise-still" to "true"; "false" removes an optional limit. docs/destinations.md
 * lists the keys. What is refused changes nothing. */
MPF_API int mpf_destination_set(mpf_destination *destination, const char *key, const char *value);
MPF_API void mpf_destination_free(mpf_destination *destination);

#ifdef __cplusplus
}
#endif

#endif
