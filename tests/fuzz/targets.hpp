#pragma once

#include <array>

#include "target.hpp"
#include "targets/configuration.hpp"
#include "targets/decode_apng.hpp"
#include "targets/decode_gif.hpp"
#include "targets/decode_jpeg.hpp"
#include "targets/decode_png.hpp"
#include "targets/decode_video.hpp"
#include "targets/ignore_rules.hpp"
#include "targets/people_table.hpp"
#include "targets/probe.hpp"
#include "targets/report.hpp"
#include "targets/report_line.hpp"
#include "targets/second_opinion.hpp"
#include "targets/sending_plan.hpp"
#include "targets/service_answer.hpp"
#include "targets/sniff_gif.hpp"
#include "targets/sniff_isobmff.hpp"
#include "targets/sniff_jpeg.hpp"
#include "targets/sniff_lookalikes.hpp"
#include "targets/sniff_png.hpp"

namespace fuzz {

/// Every target there is. A new one is one header under targets/ and one entry here.
inline constexpr std::array all_targets{
    &targets::configuration, &targets::decode_apng,      &targets::decode_gif,   &targets::decode_jpeg,
    &targets::decode_png,    &targets::decode_video,     &targets::ignore_rules, &targets::people_table,
    &targets::probe,         &targets::report,           &targets::report_line,  &targets::second_opinion,
    &targets::sending_plan,  &targets::service_answer,   &targets::sniff_gif,    &targets::sniff_isobmff,
    &targets::sniff_jpeg,    &targets::sniff_lookalikes, &targets::sniff_png,
};

}  // namespace fuzz
