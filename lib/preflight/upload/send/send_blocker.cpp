#include <preflight/rules/message_values.hpp>
#include <preflight/upload/send/file_policy.hpp>
#include <preflight/upload/send/send_blocker.hpp>

namespace preflight::upload {

std::string send_blocker(const file_snapshot& file, const destination& where) {
  if (file.is_whole()) {
    return {};
  }
  std::string out{"The file was not read completely, so it is not sent, whatever the rules allow: "};
  if (file.not_read) {
    return out.append(file.not_read->what) + '.';
  }
  inline_string<64> most;
  most << digit_grouping{most_bytes_of(where)};
  return out.append("it has more than ").append(most.text()).append(" bytes.");
}

}  // namespace preflight::upload
