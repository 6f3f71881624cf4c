/* Checks the files that are named, and prints a line about each: check_files FILE... */

#include <stdio.h>
#include <preflight/preflight.h>

int main(int count, char **paths) {
  static const char *const verdicts[] = {"pass", "warn", "fail"};
  int failed = 0;
  for (int i = 1; i < count; ++i) {
    mpf_result *result = NULL;
    const int error = mpf_check_file(paths[i], NULL, &result);
    if (error != MPF_OK) {
      fprintf(stderr, "%s: %s\n", paths[i], mpf_error_text(error));
      return 2;
    }
    const int verdict = mpf_result_verdict(result);
    failed |= verdict == MPF_FAIL;
    fprintf(stderr, "%s: %s\n", paths[i], verdicts[verdict]);
    puts(mpf_result_json(result, NULL));
    mpf_result_free(result);
  }
  return failed;
}
