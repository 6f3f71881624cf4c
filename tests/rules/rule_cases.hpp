#pragma once

#include "rules/cases/breakage.hpp"
#include "rules/cases/companions.hpp"
#include "rules/cases/cross_check.hpp"
#include "rules/cases/decoding.hpp"
#include "rules/cases/naming.hpp"
#include "rules/cases/pictures.hpp"
#include "rules/cases/reading.hpp"
#include "rules/cases/sizes.hpp"
#include "rules/cases/videos.hpp"
#include "rules/rule_case.hpp"
#include "upload/rules/branding_cases.hpp"
#include "upload/rules/directory_group_cases.hpp"
#include "upload/rules/request_cases.hpp"

namespace preflight::test {

/// Every case of every rule. A new rule adds at least one firing, one silent and one boundary case.
inline const rule_cases& all_rule_cases() {
  static const rule_cases all = [] {
    rule_cases result;
    for (const auto& part : {reading_cases(), naming_cases(), breakage_cases(), size_cases(), video_cases(),
                             picture_cases(), companion_cases(), decoding_cases(), cross_check_cases(), request_cases(),
                             branding_cases(), group_form_cases()}) {
      result.insert(result.end(), part.begin(), part.end());
    }
    return result;
  }();
  return all;
}

/// The name under which the case's file is looked at.
inline std::string path_of(const rule_case& test) {
  return test.path.value_or(std::string{"a/b."}.append(info(test.file.format).extensions.front()));
}

}  // namespace preflight::test
