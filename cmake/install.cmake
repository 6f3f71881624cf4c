# What an installed prefix holds: headers, the CMake package, the pkg-config files and, when built, the programs. Each part
# is a component, and each component a package (package.cmake).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

file(RELATIVE_PATH libdir_to_prefix "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/media_preflight")
install(FILES cmake/media_preflight-config.cmake DESTINATION "${package_dir}" COMPONENT development)
set_target_properties(media_preflight_request_rules PROPERTIES EXPORT_NAME request_rules)
install(TARGETS media_preflight_request_rules EXPORT media_preflight-engine ARCHIVE COMPONENT development)
if(TARGET media_preflight_requests)
  install(TARGETS media_preflight_requests EXPORT media_preflight-engine ARCHIVE COMPONENT development FILE_SET HEADERS COMPONENT
                                                                                                 development)
endif()
foreach(component IN ITEMS core engine c decode video upload)
  if(TARGET media_preflight_${component})
    install(
      TARGETS media_preflight_${component}
      EXPORT media_preflight-${component}
      ARCHIVE COMPONENT development
      LIBRARY COMPONENT library NAMELINK_COMPONENT development
      FILE_SET HEADERS COMPONENT development)
    install(EXPORT media_preflight-${component} NAMESPACE media_preflight:: DESTINATION "${package_dir}" COMPONENT development)
    set(name "media-preflight-${component}.pc")
    string(REPLACE "-core.pc" ".pc" name "${name}")
    configure_file(cmake/${name}.in ${name} @ONLY)
    set(folder "${CMAKE_INSTALL_DATADIR}")
    if(component MATCHES "^(engine|c|upload)$")
      set(folder "${CMAKE_INSTALL_LIBDIR}")  # names a folder of one architecture
    endif()
    install(FILES "${CMAKE_CURRENT_BINARY_DIR}/${name}" DESTINATION "${folder}/pkgconfig" COMPONENT development)
  endif()
endforeach()

set(version_file "${CMAKE_CURRENT_BINARY_DIR}/media_preflight-config-version.cmake")
write_basic_package_version_file("${version_file}" COMPATIBILITY SameMinorVersion)
install(FILES "${version_file}" DESTINATION "${package_dir}" COMPONENT development)

if(media_preflight_BUILD_TOOLS)
  install(TARGETS media-preflight COMPONENT program)
  function(install_beside_program component)
    foreach(program IN LISTS ARGN)
      if(TARGET ${program})
        install(TARGETS ${program} RUNTIME DESTINATION "${CMAKE_INSTALL_LIBEXECDIR}/media-preflight" COMPONENT ${component})
      endif()
    endforeach()
  endfunction()
  install_beside_program(decoders media-preflight-decode-worker media-preflight-decode-worker-video)
  install_beside_program(sender media-preflight-upload)

  # What shells and man(1) read, as the program writes it. The commands that send describe themselves.
  if(NOT CMAKE_CROSSCOMPILING)
    set(pages "${CMAKE_CURRENT_BINARY_DIR}/pages")
    set(zsh_folder "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
    if(EXISTS /etc/debian_version)
      set(zsh_folder "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions")
    endif()
    find_program(GZIP gzip REQUIRED)
    add_custom_command(
      OUTPUT "${pages}/media-preflight.1.gz"
      BYPRODUCTS "${pages}/media-preflight" "${pages}/_media-preflight" "${pages}/media-preflight.fish"
      COMMAND "${CMAKE_COMMAND}" -E make_directory "${pages}"
      COMMAND media-preflight completion bash > "${pages}/media-preflight"
      COMMAND media-preflight completion zsh > "${pages}/_media-preflight"
      COMMAND media-preflight completion fish > "${pages}/media-preflight.fish"
      COMMAND media-preflight manual | "${GZIP}" -9n > "${pages}/media-preflight.1.gz"
      DEPENDS media-preflight $<$<TARGET_EXISTS:media-preflight-upload>:media-preflight-upload>
      VERBATIM)
    add_custom_target(media-preflight-pages ALL DEPENDS "${pages}/media-preflight.1.gz")
    install(FILES "${pages}/media-preflight" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" COMPONENT program)
    install(FILES "${pages}/_media-preflight" DESTINATION "${zsh_folder}" COMPONENT program)
    install(FILES "${pages}/media-preflight.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d"
            COMPONENT program)
    install(FILES "${pages}/media-preflight.1.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT program)
  endif()
endif()
