#include "run/file_judging.hpp"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include <preflight/engine/engine.hpp>
#include <preflight/upload/plan/plan.hpp>

#include "files/memory_file.hpp"
#include "options/decode_options.hpp"

namespace preflight::cli {
namespace {

policy_options options_for(const sending_request& request, upload::purpose what) {
  policy_options out = request.file_policy;
  out.destination = upload::destination_of(what).name;
  return out;
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, std::max<std::size_t>(slash, 1));
}

}  // namespace

file_judging::file_judging(const sending_request& request, std::string folder, const standard_streams& around)
    : folder_{std::move(folder)},
      decoding_{request.decoding},
      backgrounds_{options_for(request, upload::purpose::background)},
      pictures_{options_for(request, upload::purpose::picture)} {
  warn_about_missing_sandbox(decoding_, around);
  how_.make_inspector = [this] {
    // A worker belongs to the thread that started it, and is started when there is something to decode.
    return [this, decoder = std::make_shared<decode_client>(decoding_)](std::span<const unsigned char> bytes) {
      return check_file(bytes, *decoder);
    };
  };
  how_.policy = [this](upload::purpose what, const std::string& path) {
    const policy& found = rules(what).for_folder(folder_of(upload::absolute(folder_, path)));
    return upload::judged_by{found.where, &found.how, &found.request_rules};
  };
}

upload::inspection_result file_judging::check_file(std::span<const unsigned char> bytes, decode_client& decoder) const {
  upload::inspection_result out{engine::sniff(bytes, depth::structure, decoding_.ceilings), std::nullopt};
  if (decode_client::takes(out.file.format)) {
    const result<opened_file> kept = memory_file(bytes);
    if (kept) {
      out.decoded = decoder.decode(kept->file.number(), out.file);
    } else {
      // What was not decoded is not proven, so it does not pass.
      out.decoded.emplace();
      out.decoded->end(decode_outcome::not_tried, "not enough memory to decode it");
    }
  }
  return out;
}

}  // namespace preflight::cli
