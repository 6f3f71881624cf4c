#include "options/destination_limits.hpp"

#include <optional>

#include <fmt/format.h>

#include <preflight/rules/message_values.hpp>

namespace preflight::cli {
namespace {

class collector {
 public:
  void bytes(std::string_view name, const limit<std::uint64_t>& of) {
    if (of.value > 0) {
      all.push_back({name, worded(byte_count{of.value}), fmt::format("{}", of.value), of.from});
    }
  }
  void pair(std::string_view name, const std::optional<limit<extent>>& of) {
    if (of) {
      all.push_back({name, worded(of->value), fmt::format("[{},{}]", of->value.width, of->value.height), of->from});
    }
  }
  void pair(std::string_view name, const std::optional<limit<ratio>>& of) {
    if (of) {
      all.push_back({name, worded(of->value), fmt::format("[{},{}]", of->value.a, of->value.b), of->from});
    }
  }
  void advice(std::string_view name, const std::optional<citation>& of) {
    if (of) {
      all.push_back({name, "yes", "true", *of});
    }
  }
  void accepted(const limit<format_set>& of) {
    if (of.value.empty()) {
      return;
    }
    std::string names;
    for (const format_info& each : formats) {
      if (of.value.contains(each.id)) {
        names += fmt::format("{}\"{}\"", names.empty() ? "" : ",", each.name);
      }
    }
    all.push_back({"formats", worded(of.value), '[' + names + ']', of.from});
  }
  void count(std::string_view name, const std::optional<limit<std::uint32_t>>& of) {
    if (of) {
      all.push_back({name, worded(grouped{of->value}), fmt::format("{}", of->value), of->from});
    }
  }

  std::vector<named_limit> all;

 private:
  template <class T>
  static std::string worded(const T& value) {
    inline_string<240> text;
    text << value;
    return std::string{text.text()};
  }
};

}  // namespace

std::vector<named_limit> limits_of(const destination& of) {
  collector found;
  found.accepted(of.formats);
  found.bytes("max-bytes", of.max_bytes);
  found.bytes("sure-bytes", of.safe_max_bytes);
  found.pair("video-min", of.min_video_size);
  found.pair("video-max", of.max_video_size);
  found.pair("picture-min", of.advised_picture_size);
  found.pair("aspect", of.picture_aspect);
  found.count("max-files", of.most_files);
  found.advice("advise-opaque", of.opaque_advised);
  found.advice("advise-still", of.still_advised);
  found.advice("advise-h264", of.h264_advised);
  return found.all;
}

std::string confidence_text(const citation& from) {
  return from.read.empty() ? std::string{name_of(from.confidence)}
                           : fmt::format("{}, read on {}", name_of(from.confidence), from.read);
}

}  // namespace preflight::cli
