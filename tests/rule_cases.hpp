#pragma once

#include "rule_case.hpp"
#include "rule_cases/breakage.hpp"
#include "rule_cases/companions.hpp"
#include "rule_cases/decoding.hpp"
#include "rule_cases/group_forms.hpp"
#include "rule_cases/naming.hpp"
#include "rule_cases/pictures.hpp"
#include "rule_cases/reading.hpp"
#include "rule_cases/requests.hpp"
#include "rule_cases/second_opinion.hpp"
#include "rule_cases/sizes.hpp"
#include "rule_cases/videos.hpp"

namespace preflight::test {

/// Every case of every rule. A new rule adds at least one firing, one silent and one boundary case.
inline const rule_cases& all_rule_cases() {
  static const rule_cases all = [] {
    rule_cases made;
    for (const auto& part :
         {reading_cases(), naming_cases(), breakage_cases(), size_cases(), video_cases(), picture_cases(),
          companion_cases(), decoding_cases(), second_opinion_cases(), request_cases(), group_form_cases()}) {
      made.insert(made.end(), part.begin(), part.end());
    }
    return made;
  }();
  return all;
}

/// The name under which the case's file is looked at.
inline std::string path_of(const rule_case& one) {
  return one.path.value_or(std::string{"a/b."}.append(info(one.file.format).extensions.front()));
}

}  // namespace preflight::test
