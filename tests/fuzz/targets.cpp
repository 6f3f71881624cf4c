#include "fuzz/targets.hpp"

#include <array>

#include "fuzz/targets/c_session.hpp"
#include "fuzz/targets/configuration.hpp"
#include "fuzz/targets/cross_check.hpp"
#include "fuzz/targets/decode/decode_apng.hpp"
#include "fuzz/targets/decode/decode_gif.hpp"
#include "fuzz/targets/decode/decode_jpeg.hpp"
#include "fuzz/targets/decode/decode_png.hpp"
#include "fuzz/targets/decode/decode_video.hpp"
#include "fuzz/targets/decode/deflate_stream.hpp"
#include "fuzz/targets/decode/jpeg_codes.hpp"
#include "fuzz/targets/git_answers.hpp"
#include "fuzz/targets/ignore_rules.hpp"
#include "fuzz/targets/probe.hpp"
#include "fuzz/targets/recipients_table.hpp"
#include "fuzz/targets/report.hpp"
#include "fuzz/targets/report_line.hpp"
#include "fuzz/targets/sending_plan.hpp"
#include "fuzz/targets/service_answer.hpp"
#include "fuzz/targets/sniff/inflate.hpp"
#include "fuzz/targets/sniff/sniff_gif.hpp"
#include "fuzz/targets/sniff/sniff_isobmff.hpp"
#include "fuzz/targets/sniff/sniff_jpeg.hpp"
#include "fuzz/targets/sniff/sniff_lookalikes.hpp"
#include "fuzz/targets/sniff/sniff_png.hpp"

namespace fuzz {

std::span<const target* const> all_targets() {
  static constexpr std::array list{
      &targets::configuration, &targets::decode_apng,      &targets::decode_gif,   &targets::decode_jpeg,
      &targets::decode_png,    &targets::decode_video,     &targets::ignore_rules, &targets::recipients_table,
      &targets::probe,         &targets::report,           &targets::report_line,  &targets::cross_check,
      &targets::sending_plan,  &targets::service_answer,   &targets::sniff_gif,    &targets::sniff_isobmff,
      &targets::sniff_jpeg,    &targets::sniff_lookalikes, &targets::sniff_png,    &targets::inflate,
      &targets::jpeg_codes,    &targets::deflate_stream,   &targets::c_session,    &targets::git_answers,
  };
  return list;
}

}  // namespace fuzz
