/* c_front_door bytes|file|session DESTINATION DEPTH: reads paths that end with NUL, and writes the line of each. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <preflight/preflight.h>

static unsigned char piece[1 << 17];

static int check_bytes(const char *path, FILE *file, uint64_t size, const mpf_options *options, mpf_result **result) {
  unsigned char *const whole = malloc((size_t)size + 1);
  if (whole == NULL || fread(whole, 1, (size_t)size, file) != size) {
    abort();
  }
  const int error = mpf_check_bytes(whole, (size_t)size, path, options, result);
  free(whole);
  return error;
}

/* In pieces of any length, from three bytes to more than is needed. */
static int check_session(const char *path, FILE *file, uint64_t size, const mpf_options *options, mpf_result **result) {
  mpf_session *session = NULL;
  int error = mpf_session_open(size, path, options, &session);
  uint64_t offset = 0;
  size_t length = 0;
  while (error == MPF_OK && mpf_session_need(session, &offset, &length) == MPF_OK && length > 0) {
    const size_t most = (size_t)1 << (2 + rand() % 15);
    if (fseek(file, (long)offset, SEEK_SET) != 0) {
      break;
    }
    error = mpf_session_feed(session, piece, fread(piece, 1, 1 + (size_t)rand() % most, file));
  }
  if (error == MPF_OK) {
    error = mpf_session_finish(session, result);
  }
  mpf_session_free(session);
  return error;
}

static int check_opened(const char *mode, const char *path, const mpf_options *options, mpf_result **result) {
  FILE *const file = fopen(path, "rb");
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
    abort();
  }
  const uint64_t size = (uint64_t)ftell(file);
  rewind(file);
  const int error = strcmp(mode, "bytes") == 0 ? check_bytes(path, file, size, options, result)
                                               : check_session(path, file, size, options, result);
  fclose(file);
  return error;
}

int main(int count, char **arguments) {
  static char path[1 << 16];
  if (count != 4) {
    return 2;
  }
  mpf_options options;
  mpf_options_init(&options);
  options.destination = arguments[2];
  options.depth = strcmp(arguments[3], "header") == 0 ? MPF_DEPTH_HEADER : MPF_DEPTH_STRUCTURE;
  size_t length = 0;
  for (int next = getchar(); next != EOF; next = getchar()) {
    if (length == sizeof path) {
      return 2;
    }
    path[length++] = (char)next;
    if (next != '\0') {
      continue;
    }
    length = 0;
    mpf_result *result = NULL;
    const int error = strcmp(arguments[1], "file") == 0 ? mpf_check_file(path, &options, &result)
                                                        : check_opened(arguments[1], path, &options, &result);
    if (error != MPF_OK) {
      fprintf(stderr, "%s: %s\n", path, mpf_error_text(error));
      return 2;
    }
    puts(mpf_result_json(result, NULL));
    mpf_result_free(result);
  }
  return 0;
}
