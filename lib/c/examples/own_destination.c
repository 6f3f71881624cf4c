/* Checks bytes in memory against limits of one's own: own_destination FILE */

#include <stdio.h>
#include <preflight/preflight.h>

int main(int count, char **arguments) {
  static unsigned char bytes[1 << 20];
  FILE *const file = count == 2 ? fopen(arguments[1], "rb") : NULL;
  if (file == NULL) {
    return 2;
  }
  const size_t size = fread(bytes, 1, sizeof bytes, file);
  fclose(file);

  mpf_destination *stage = NULL;
  int error = mpf_destination_new("town-hall", "zoom-background", &stage);
  if (error == MPF_OK) {
    error = mpf_destination_set(stage, "formats", "png,jpeg");
  }
  if (error == MPF_OK) {
    error = mpf_destination_set(stage, "max-bytes", "5000");
  }
  mpf_options options;
  mpf_options_init(&options);
  options.custom_destination = stage;

  mpf_result *result = NULL;
  if (error == MPF_OK) {
    error = mpf_check_bytes(bytes, size, arguments[1], &options, &result);
  }
  mpf_destination_free(stage);
  if (error != MPF_OK) {
    fprintf(stderr, "%s\n", mpf_error_text(error));
    return 2;
  }
  puts(mpf_result_json(result, NULL));
  const int verdict = mpf_result_verdict(result);
  mpf_result_free(result);
  return verdict == MPF_FAIL;
}
