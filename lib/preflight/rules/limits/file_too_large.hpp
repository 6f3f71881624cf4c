#pragma once

#include <cstdint>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/reduce_size.hpp>

namespace preflight::rules {

inline constexpr file_rule file_too_large{
    {
        .id = "file-too-large",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The file is larger than the destination accepts.",
        .why = "The service refuses the upload after all of it has been sent.",
        .fix = "Make it smaller: fewer pixels, or stronger compression.",
        .limit = "max-bytes",
    },
    [](const subject& s, const destination& d, finding& out) {
      const std::uint64_t most = d.max_bytes.value;
      const std::uint64_t size = s.file.content_size();
      if (most == 0 || size <= most) {
        return false;
      }
      out.actual << size;
      out.limit << most;
      out.message << (size == s.file.file_size ? "The file has " : "The file that Git LFS keeps has ")
                  << byte_count{size} << ", " << digit_grouping{size - most} << " more than the limit for " << d.title
                  << ": " << byte_count{most} << '.';
      advise_fewer_bytes(s.file, d, out.fix);
      return true;
    },
};

}  // namespace preflight::rules
