#pragma once

#include <cstdint>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/reduce_size.hpp>

namespace preflight::rules {

inline constexpr file_rule file_size_ambiguous{
    {
        .id = "file-size-ambiguous",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The file is near a size limit that can be read in two ways.",
        .why =
            "One MB can be 1,000,000 or 1,048,576 bytes. The service does not say which, so it may refuse this file.",
        .fix = "Make it a little smaller to be safe.",
        .limit = "safe-max-bytes",
    },
    [](const subject& s, const destination& d, finding& out) {
      const std::uint64_t size = s.file.content_size();
      if (d.safe_max_bytes.value == 0 || size <= d.safe_max_bytes.value || size > d.max_bytes.value) {
        return false;
      }
      out.actual << size;
      out.limit << d.safe_max_bytes.value;
      out.message << (size == s.file.file_size ? "The file has " : "The file that Git LFS keeps has ")
                  << byte_count{size} << "; the limit for " << d.title << " can be read as "
                  << digit_grouping{d.safe_max_bytes.value} << " or as " << digit_grouping{d.max_bytes.value}
                  << " bytes.";
      advise_fewer_bytes(s.file, d, out.fix);
      return true;
    },
};

}  // namespace preflight::rules
