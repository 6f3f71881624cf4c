#include "journal.hpp"

#include <algorithm>

namespace zoom_server {

namespace {
constexpr std::size_t max_files = 200'000;
}

journal::stay::stay(journal& in, const std::string& endpoint, const std::string& target,
                    const std::string& authorization)
    : in_{in}, target_{target} {
  const std::scoped_lock lock{in.mutex_};
  ++in.requests_[endpoint];
  if (!authorization.empty()) {
    ++in.authorizations_[sha256_of(authorization)];
  }
  in.most_ = std::max(in.most_, ++in.now_);
  if (!target.empty()) {
    std::uint64_t& most = in.most_at_target_[target];
    most = std::max(most, ++in.now_at_target_[target]);
  }
}

journal::stay::~stay() {
  const std::scoped_lock lock{in_.mutex_};
  --in_.now_;
  if (!target_.empty()) {
    --in_.now_at_target_[target_];
  }
}

void journal::received(const std::string& target, const std::string& endpoint, const upload& content, int status) {
  const std::scoped_lock lock{mutex_};
  if (files_.size() == max_files) {
    ++files_not_kept_;
    return;
  }
  files_.push_back({target, endpoint, content.file_name, content.sha256, content.size, status});
}

void journal::answered(const std::string& endpoint, const std::string& ending) {
  const std::scoped_lock lock{mutex_};
  ++answers_[endpoint][ending];
}

void journal::clear() {
  const std::scoped_lock lock{mutex_};
  requests_.clear();
  answers_.clear();
  authorizations_.clear();
  most_at_target_ = now_at_target_;
  most_ = now_;
  files_.clear();
  files_not_kept_ = 0;
}

json journal::described() const {
  const std::scoped_lock lock{mutex_};
  json files = json::array();
  for (const file& entry : files_) {
    files.push_back({{"target", entry.target},
                     {"endpoint", entry.endpoint},
                     {"name", entry.name},
                     {"sha256", entry.sha256},
                     {"size", entry.size},
                     {"status", entry.status}});
  }
  return {{"requests", requests_},
          {"answers", answers_},
          {"authorizations", authorizations_},
          {"most_at_once", most_},
          {"most_at_once_for_a_target", most_at_target_},
          {"files_received", std::move(files)},
          {"files_not_kept", files_not_kept_}};
}

}  // namespace zoom_server
