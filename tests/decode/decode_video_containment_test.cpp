// What a hostile video makes libav do to the machine: no connection, no file opened, nothing printed.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <preflight/decode/codecs/video.hpp>

#include "decode/decoding_case.hpp"
#include "sniff/crafted/isobmff/movie.hpp"

namespace {

using namespace decoding_case;
namespace boxes = crafted::boxes;
namespace libav = preflight::decoders::libav;
namespace mp4 = crafted::mp4;
using decoder = preflight::decoders::video;

decode_result decode(const bytes& file, const budget& ceilings = {}) {
  return decoding_case::decode<decoder>(file, ceilings);
}

bytes one_track(const mp4::track& t) { return mp4::moov_first({.tracks = {t}}); }

/// Takes every connection to a port of this machine, hangs up, and counts.
class listener {
 public:
  listener() : socket_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in own_address{};
    own_address.sin_family = AF_INET;
    own_address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof own_address;
    auto* const address = reinterpret_cast<sockaddr*>(&own_address);
    if (socket_ < 0 || bind(socket_, address, size) != 0 || listen(socket_, 8) != 0 ||
        getsockname(socket_, address, &size) != 0) {
      throw std::runtime_error{"cannot listen on 127.0.0.1"};
    }
    address_ = own_address;
    taking_ = std::thread{[this] {
      while (!is_own(take())) {
        ++taken_;
      }
    }};
  }
  ~listener() {
    shutdown(socket_, SHUT_RDWR);
    if (taking_.joinable()) {
      taking_.join();
    }
    close(socket_);
  }
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;
  listener(listener&&) = delete;
  listener& operator=(listener&&) = delete;

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(ntohs(address_.sin_port)) + "/x.ts";
  }

  /// Connections are taken in their order: whoever came before our own has been counted when that is taken.
  [[nodiscard]] int connections() {
    const int own = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in own_address{};
    own_address.sin_family = AF_INET;
    own_address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof own_address;
    auto* const address = reinterpret_cast<sockaddr*>(&own_address);
    const bool bound = bind(own, address, size) == 0 && getsockname(own, address, &size) == 0;
    own_port_ = own_address.sin_port;
    if (!bound || connect(own, reinterpret_cast<const sockaddr*>(&address_), sizeof address_) != 0) {
      throw std::runtime_error{"cannot connect to 127.0.0.1"};
    }
    taking_.join();
    close(own);
    return taken_;
  }

 private:
  /// The port of whoever connected; 0 where there is nobody any more.
  in_port_t take() const {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    const int connection = accept(socket_, reinterpret_cast<sockaddr*>(&peer), &size);
    close(connection);
    return connection < 0 ? in_port_t{0} : peer.sin_port;
  }
  [[nodiscard]] bool is_own(in_port_t port) const { return port == 0 || port == own_port_; }

  int socket_;
  sockaddr_in address_{};
  std::atomic<int> taken_{0};
  std::atomic<in_port_t> own_port_{0};
  std::thread taking_;
};

/// A folder with a video in it, and whether anybody opened that.
class watched_folder {
 public:
  watched_folder() {
    std::string name = std::filesystem::temp_directory_path() / "media-preflight-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error{"no temporary folder"};
    }
    path_ = name;
    const bytes video = one_track(mp4::video());
    std::ofstream{path_ / "other.mov", std::ios::binary}.write(reinterpret_cast<const char*>(video.data()),
                                                               static_cast<std::streamsize>(video.size()));
    if (mkfifo((path_ / "pipe").c_str(), 0600) != 0) {
      throw std::runtime_error{"no pipe"};
    }
    events_ = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (inotify_add_watch(events_, path_.c_str(), IN_OPEN | IN_ACCESS) < 0) {
      throw std::runtime_error{"no watch"};
    }
  }
  ~watched_folder() {
    close(events_);
    std::filesystem::remove_all(path_);
  }
  watched_folder(const watched_folder&) = delete;
  watched_folder& operator=(const watched_folder&) = delete;
  watched_folder(watched_folder&&) = delete;
  watched_folder& operator=(watched_folder&&) = delete;

  [[nodiscard]] std::string video() const { return path_ / "other.mov"; }
  [[nodiscard]] std::string pipe() const { return path_ / "pipe"; }
  [[nodiscard]] bool touched() const {
    std::array<char, 4096> event{};
    return read(events_, event.data(), event.size()) > 0;
  }

 private:
  std::filesystem::path path_;
  int events_ = -1;
};

/// What is written to standard output and standard error while this lives.
class captured_output {
 public:
  captured_output() : saved_{dup(STDOUT_FILENO), dup(STDERR_FILENO)}, file_{memfd_create("captured", MFD_CLOEXEC)} {
    dup2(file_, STDOUT_FILENO);
    dup2(file_, STDERR_FILENO);
  }
  ~captured_output() {
    dup2(saved_[0], STDOUT_FILENO);
    dup2(saved_[1], STDERR_FILENO);
    close(saved_[0]);
    close(saved_[1]);
    close(file_);
  }
  captured_output(const captured_output&) = delete;
  captured_output& operator=(const captured_output&) = delete;
  captured_output(captured_output&&) = delete;
  captured_output& operator=(captured_output&&) = delete;
  [[nodiscard]] off_t size() const { return lseek(file_, 0, SEEK_END); }

 private:
  std::array<int, 2> saved_;
  int file_;
};

bytes playlist(const std::string& url) {
  return crafted::text("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + url + "\n#EXT-X-ENDLIST\n");
}

bytes concat_script(const std::string& url) { return crafted::text("ffconcat version 1.0\nfile '" + url + "'\n"); }

bytes manifest(const std::string& url) {
  return crafted::text(
      "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
      "mediaPresentationDuration=\"PT1S\"><Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\" "
      "bandwidth=\"1\"><BaseURL>" +
      url + "</BaseURL></Representation></AdaptationSet></Period></MPD>");
}

/// A QuickTime alias with an absolute path, as libavformat reads it: 150 bytes that say nothing, then records of a
/// type, a length and text; type 2 is the path.
bytes alias_of(const std::string& path) {
  return boxes::full_box(
      "alis", 0, 0, crafted::zeros(150).u16(2).u16(path.size()).text(path).zeros(path.size() % 2).u16(0xFFFF).u16(0));
}

bytes movie_with_reference(const bytes& reference) {
  mp4::track out = mp4::video();
  out.data_reference = reference;
  return mp4::moov_first({.tracks = {out}}, boxes::ftyp_mov);
}

/// Everything that names something outside itself.
std::vector<std::pair<std::string_view, bytes>> files_referring_to(const std::string& place) {
  const std::string after_type{"\0", 1};
  return {
      {"HLS playlist", playlist(place)},
      {"concat script", concat_script(place)},
      {"DASH manifest", manifest(place)},
      {"HLS playlist after ftyp", boxes::ftyp_mp4 + playlist(place)},
      {"data reference by URL", movie_with_reference(boxes::full_box("url ", 0, 0, crafted::text(place + after_type)))},
      {"data reference by alias", movie_with_reference(alias_of(place))},
      {"reference movie",
       boxes::ftyp_mov +
           boxes::box(
               "moov",
               boxes::box("rmra",
                          boxes::box("rmda", boxes::full_box("rdrf", 0, 0,
                                                             crafted::text("url ").u32(place.size()).text(place)))))}};
}

TEST_CASE("no video makes a connection") {
  for (const std::string_view scheme : {"http", "tcp", "rtmp", "hls+http"}) {
    listener server;
    std::string url = server.url();
    url.replace(0, 4, scheme);
    for (const auto& [label, file] : files_referring_to(url)) {
      CAPTURE(scheme, label);
      static_cast<void>(decode(file));
    }
    CHECK(server.connections() == 0);
  }
}

TEST_CASE("the listener hears libavformat where it is not held back") {
  listener server;
  const bytes file = playlist(server.url());
  memory_input input{&file};
  decode_job job;
  job.file = input.reader();
  libav::work_limit stop{job};
  const libav::logged_error quiet;
  {
    libav::file_input file_input{stop};
    AVFormatContext* context = avformat_alloc_context();
    context->pb = file_input.io();
    avformat_open_input(&context, "x.m3u8", nullptr, nullptr);
    avformat_close_input(&context);
  }
  CHECK(server.connections() > 0);
}

TEST_CASE("no video opens a file") {
  const watched_folder folder;
  for (const std::string& path : {folder.video(), "file:" + folder.video(), "file://" + folder.video(), folder.pipe(),
                                  "concat:" + folder.video(), "subfile,,start,0,end,0,,:" + folder.video()}) {
    for (const auto& [label, file] : files_referring_to(path)) {
      CAPTURE(path, label);
      static_cast<void>(decode(file));
      CHECK_FALSE(folder.touched());
    }
  }
  std::ifstream{folder.video()}.get();
  CHECK(folder.touched());
}

TEST_CASE("nothing is printed, and others may still log") {
  const captured_output all;
  bytes damaged = one_track(mp4::video());
  damaged.resize(damaged.size() - 100);
  decode_result out;
  memory_input input{&damaged};
  decode_job job;
  job.file = input.reader();
  decoder::decode(job, {}, out);
  const off_t while_decoding = all.size();
  av_log(nullptr, AV_LOG_ERROR, "%s", "said outside of a decoding\n");
  const off_t after = all.size();
  CHECK(out.outcome == decode_outcome::rejected);
  CHECK(while_decoding == 0);
  CHECK(after > 0);
}

}  // namespace
