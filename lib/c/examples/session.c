/* Checks a file, reading only the bytes that are needed, as one would fetch them from elsewhere: session FILE */

#include <stdio.h>
#include <preflight/preflight.h>

int main(int count, char **arguments) {
  static unsigned char piece[4096];
  FILE *const file = count == 2 ? fopen(arguments[1], "rb") : NULL;
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
    return 2;
  }
  mpf_session *session = NULL;
  int error = mpf_session_open((uint64_t)ftell(file), arguments[1], NULL, &session);

  uint64_t offset = 0;
  size_t length = 0;
  while (error == MPF_OK && mpf_session_need(session, &offset, &length) == MPF_OK && length > 0) {
    size_t got = 0;
    if (fseek(file, (long)offset, SEEK_SET) == 0) {
      got = fread(piece, 1, length < sizeof piece ? length : sizeof piece, file);
    }
    if (got == 0) {
      break; /* the result then says that the file could not be read */
    }
    error = mpf_session_feed(session, piece, got);
  }
  fclose(file);

  mpf_result *result = NULL;
  if (error == MPF_OK) {
    error = mpf_session_finish(session, &result);
  }
  mpf_session_free(session);
  if (error != MPF_OK) {
    fprintf(stderr, "%s\n", mpf_error_text(error));
    return 2;
  }
  puts(mpf_result_json(result, NULL));
  const int verdict = mpf_result_verdict(result);
  mpf_result_free(result);
  return verdict == MPF_FAIL;
}
