#include <preflight/preflight.h>

/* An empty file passes nowhere. */
int main(void) {
  mpf_result *result = NULL;
  const int error = mpf_check_bytes(NULL, 0, "empty.png", NULL, &result);
  const int verdict = mpf_result_verdict(result);
  mpf_result_free(result);
  return error == MPF_OK && verdict == MPF_FAIL ? 0 : 1;
}
