#!/bin/sh
# Installs cjobs from this directory into ~/.local, or into PREFIX: ./install.sh [PREFIX]
set -eu
cd "$(dirname "$0")"
prefix=${1:-${PREFIX:-$HOME/.local}}
for directory in bin share; do
	find "$directory" -type d -exec mkdir -p "$prefix/{}" \;
	find "$directory" -type f | while IFS= read -r file; do
		# Under another name first: a program that runs can't be overwritten.
		cp -p "$file" "$prefix/$file.new" && mv -f "$prefix/$file.new" "$prefix/$file" || exit 1
	done
done
echo "installed in $prefix: csub cwait cqueue cclean cprofile csplit czcat"
case ":$PATH:" in
*":$prefix/bin:"*) ;;
*) echo "Your PATH lacks it:  export PATH=\"$prefix/bin:\$PATH\"" ;;
esac
