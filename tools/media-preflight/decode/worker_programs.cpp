#include "decode/worker_programs.hpp"

#include "cli/libexec_program.hpp"

namespace preflight::cli {

worker_programs worker_programs::of_this_program() {
  return {libexec_program("media-preflight-decode-worker"), libexec_program("media-preflight-decode-worker-video")};
}

}  // namespace preflight::cli
