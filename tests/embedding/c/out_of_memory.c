/* Lets the first, then the second allocation fail, and so on: each call says so, loses nothing, and then works. */

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <preflight/preflight.h>

extern void *__libc_malloc(size_t size);
extern void __libc_free(void *memory);

static long allocations_until_failure = -1;
static long live;

void *malloc(size_t size) {
  if (allocations_until_failure == 0) {
    return NULL;
  }
  if (allocations_until_failure > 0) {
    --allocations_until_failure;
  }
  void *const memory = __libc_malloc(size);
  live += memory != NULL;
  return memory;
}

void free(void *memory) {
  live -= memory != NULL;
  __libc_free(memory);
}

static const char *path;

static int check_file(mpf_result **result) { return mpf_check_file(path, NULL, result); }

static int check_bytes(mpf_result **result) { return mpf_check_bytes("GIF89a", 6, "a long name of a small file.gif", NULL, result); }

static int check_destination(mpf_result **result) {
  mpf_destination *own = NULL;
  int error = mpf_destination_new("a destination with a long name", "zoom-picture", &own);
  if (error == MPF_OK) {
    error = mpf_destination_set(own, "title", "a title that is long enough to be allocated");
  }
  mpf_options options;
  mpf_options_init(&options);
  options.custom_destination = own;
  if (error == MPF_OK) {
    error = mpf_check_bytes("", 0, NULL, &options, result);
  }
  mpf_destination_free(own);
  return error;
}

static int check_session(mpf_result **result) {
  mpf_session *session = NULL;
  int error = mpf_session_open(6, "a long name of a small file.gif", NULL, &session);
  if (error == MPF_OK) {
    error = mpf_session_feed(session, "GIF89a", 6);
  }
  if (error == MPF_OK) {
    error = mpf_session_finish(session, result);
  }
  mpf_session_free(session);
  return error;
}

static int fails_well(int (*check)(mpf_result **)) {
  for (long count = 0; count < 1000; ++count) {
    const long before = live;
    mpf_result *result = NULL;
    allocations_until_failure = count;
    const int error = check(&result);
    allocations_until_failure = -1;
    mpf_result_free(result);
    if (live != before) {
      return 0;
    }
    if (error == MPF_OK) {
      return count > 0;
    }
    if (error != MPF_ERROR_MEMORY) {
      return 0;
    }
  }
  return 0;
}

int main(int count, char **arguments) {
  path = count == 2 ? arguments[1] : "";
  const int good = fails_well(check_file) + fails_well(check_bytes) + fails_well(check_destination) + fails_well(check_session);
  printf("%d\n", good);
  return good == 4 ? 0 : 1;
}
